// Verifies tokens with jose, which shares no code with the server nor with PyJWT.
//
// Standard input: {"jwks": …, "tokens": ["eyJ…", …]}. Standard output, in the same order: what
// each token says, or null where jose refuses it.

import { readFileSync, writeFileSync } from "node:fs";
import { compactVerify, createLocalJWKSet, jwtVerify } from "jose";

const { jwks, tokens } = JSON.parse(readFileSync(0, "utf8"));
const keys = createLocalJWKSet(jwks);
const options = { algorithms: ["EdDSA"] };

/** As a JWS and as a JWT: a token both accept says the same in both. */
async function read(token) {
  try {
    const { payload } = await compactVerify(token, keys, options);
    await jwtVerify(token, keys, options);
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload));
  } catch (cause) {
    if (String(cause.code).startsWith("ERR_J")) return null;
    throw cause;
  }
}

writeFileSync(1, JSON.stringify(await Promise.all(tokens.map(read))));
