// An OpenID Connect provider for the tests: oidc-provider with its own pages to sign in on.
// Whoever signs in as `anna` has the verified address anna@exempel.example.
//
//   node provider.mjs CLIENT SECRET REDIRECT-URI
//
// Prints its address when it listens, and ends with its standard input.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const [client, secret, redirect] = process.argv.slice(2);

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: client, client_secret: secret, redirect_uris: [redirect] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    findAccount: (_, name) => ({
      accountId: name,
      claims: () => ({ sub: name, email: `${name}@exempel.example`, email_verified: true }),
    }),
    pkce: { required: () => true },
    cookies: { keys: ['only-for-tests'] },
  });
  server.on('request', provider.callback());
  console.log(issuer);
});

process.stdin.resume().on('end', () => process.exit());
