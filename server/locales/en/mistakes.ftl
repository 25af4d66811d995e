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
