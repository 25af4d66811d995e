-- What a receipt says beside the consent itself (ISO/IEC TS 27560): the controller's address, where the
-- data is stored, and whose law applies.
ALTER TABLE tenants ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE tenants ADD COLUMN storage TEXT NOT NULL DEFAULT '';
ALTER TABLE tenants ADD COLUMN jurisdiction TEXT NOT NULL DEFAULT 'EU';

UPDATE tenants SET jurisdiction = CASE time_zone
  WHEN 'Europe/Stockholm' THEN 'SE'
  WHEN 'Europe/Copenhagen' THEN 'DK'
  WHEN 'Europe/Oslo' THEN 'NO'
  WHEN 'Europe/Helsinki' THEN 'FI'
  WHEN 'Europe/Mariehamn' THEN 'FI'
  ELSE 'EU'
END;
