# What to mend in a form: mistake-{field}-{code}, or mistake-{code} for any field.

mistake-required = This needs to be filled in.
mistake-too_long = This is too long. Please shorten it.
mistake-email-required = Write an e-mail address.
mistake-email-invalid = That is not an e-mail address. Write all of it, for example name@company.example.
mistake-email-taken = There is a candidate with that e-mail address already. Look for it in the list.
mistake-name-required = Write the candidate's name.
mistake-name-invalid = The name holds characters that cannot be seen. Type it by hand.
mistake-source_detail-required = Write where the details come from. The candidate gets to read it.
mistake-source_detail-too_long = Write at most 300 characters.
mistake-count = The number does not fit. Nothing was erased. Write { $count } if all of it should go.
mistake-issuer-invalid = Write the provider's whole address, with https:// and without ? or #.
mistake-issuer-unreached = Nobody answers at that address. Check it, and that this server may reach it.
mistake-issuer-not_a_provider = Something answers at that address, but not as an OpenID Connect provider of that name. Copy the issuer exactly as the provider writes it.
mistake-client_id-required = Write what the provider calls this application.
mistake-client_secret-required = Paste the secret that the provider gave you.
mistake-domains-domain = Each line has to be a domain such as company.example.
mistake-domains-required = Write at least one domain, at most twenty.
mistake-provider-last_admin = No admin could sign in any more. Set up a password and a second factor of your own first, under My account.
