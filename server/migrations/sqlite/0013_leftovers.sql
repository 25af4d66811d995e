-- no-transaction
-- Copies of rows that moved were left in pages written by earlier versions; every page is written anew.
VACUUM;
