# Importing and exporting candidates.

import-link = Import a file
import-title = Import candidates
import-lead = From a spreadsheet or another system, as a CSV file. You see what will happen before anything does.
import-notice-title = Everyone who is new gets a mail
import-notice = It says where you got the data from and asks for consent. Whoever has not answered 30 days after the mail was accepted is erased. Candidates you have already are not asked again.
import-file = File
import-source = Where the data came from
import-source-hint = For lines that do not say it in a column of their own. Candidates are told, word for word.
import-preview = Look at what will happen
import-preview-again = Look again
import-help-title = What the file should look like
import-help-columns = The first line holds the headings: email and name (or first name and last name), and if there are any source, external id, language and phone. In any order; you can say yourself what each column is.
import-help-formats = Separated by commas, semicolons or tabs, in any of Excel’s CSV and text formats. At most { $megabytes } MB.
import-help-again = Importing the same file again changes nothing.
import-too-large = The file is larger than 20 MB. Split it and import the parts.
import-unreadable = This is not a CSV file. Save it in your spreadsheet program as CSV first.
import-preview-title = What the import will do
import-counts = In numbers
import-created = { $count ->
    [one] 1 candidate is added and asked by mail.
   *[other] { $number } candidates are added and asked by mail.
}
import-updated = { $count ->
    [one] 1 candidate is corrected. No mail.
   *[other] { $number } candidates are corrected. No mail.
}
import-unchanged = { $count ->
    [one] 1 candidate is as in the file already.
   *[other] { $number } candidates are as in the file already.
}
import-rejected = { $count ->
    [one] 1 line cannot be used.
   *[other] { $number } lines cannot be used.
}
import-line = Line { $line }
import-faults = Lines that cannot be used
import-download-rejected = Download these lines with their reasons
import-now = { $count ->
    [one] Import and send 1 mail
   *[other] Import and send { $number } mails
}
import-update-now = { $count ->
    [one] Correct 1 candidate
   *[other] Correct { $number } candidates
}
import-other-file = Choose another file
import-changed = Something has changed since you looked. These are the numbers now.
import-no-text = Publish a consent text first: there is nothing to ask about yet.
import-columns = Columns of the file
import-columns-hint = Say what each column is if it was not understood, and look again.
import-column-heading = Heading
import-column-sample = First cells
import-column-field = Is
import-column-is = What “{ $heading }” is
import-column-line = Line
import-column-reason = Reason
import-field-none = not used
import-field-email = E-mail
import-field-name = Name
import-field-first-name = First name
import-field-last-name = Last name
import-field-source-detail = Source
import-field-external-id = External id
import-field-language = Language
import-field-phone = Phone
import-field-line = The line
import-missing-email = No column holds the e-mail address. Say below which one does.
import-missing-name = No column holds the name. Say below which one does.
import-missing-source-detail = Say where the data came from, in a column or once for all.
import-missing-first-name = Two columns cannot both be the first name.
import-missing-last-name = Two columns cannot both be the last name.
import-missing-external-id = Two columns cannot both be the external id.
import-missing-language = Two columns cannot both be the language.
import-missing-phone = Two columns cannot both be the phone.
import-fault-required = is missing
import-fault-email = is not an e-mail address
import-fault-invalid = cannot be used
import-fault-too-long = is too long
import-fault-repeated = the same address stands on an earlier line
import-fault-restricted = this candidate’s processing is restricted, nothing is changed
import-fault-too-many-cells = has more cells than there are headings; a quotation mark may be missing

## Headings of the exported file, which an import understands again
export-link = Download as CSV
export-id = Id
export-email = E-mail
export-name = Name
export-phone = Phone
export-external-id = External id
export-language = Language
export-source-kind = Kind of source
export-source = Source
export-status = Status
export-consented = Last consent
export-version = Text version
export-consent-language = Language of the text
export-renewal = Renewal
export-deadline = Deadline
export-held-until = Held until
export-registered = Registered
