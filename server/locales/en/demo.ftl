# The demo: a fictional company's career page, the mails sent, and the story around them.

demo-skip = Skip to the content
demo-nav-label = Main menu
demo-nav-story = The story
demo-nav-mail = Mails sent
demo-nav-jobs = Jobs
demo-nav-pool = Talent pool
demo-ribbon-label = About the demo
demo-ribbon = Made-up company, real consent
demo-needs-script = The consent box is shown here. It needs JavaScript.

## The story
demo-story-title = From a yes to an erasure in five minutes
demo-story-text = Follow one candidate through the whole system. Everything you see is the real system. Only the company, the time and the mail server belong to the demo.
demo-step-done = Done:
demo-step-1 = Visit the career page
demo-step-1-text = Fjällbäck Energi is hiring. Read an advert and fill in the application with a made-up name. The consent box sits in the company’s own form.
demo-step-1-link = Open the career page
demo-step-2 = Give your consent
demo-step-2-text = Send the application, or join the talent pool, where the box stands alone. You get a signed receipt of exactly what you answered.
demo-step-2-link = Open the talent pool
demo-step-3 = See what the recruiter sees
demo-step-3-text = Sign in to the console. The candidate is there with status, history and the text word for word. Ask for renewal, or register someone who has not consented yet.
demo-step-3-link = Sign in to the console
demo-step-4 = Read the mail
demo-step-4-text = The mail that asks for an answer lands here. Once the mail server has accepted it, the 30 days begin. Move the clock 14 days and a reminder arrives.
demo-step-4-link = Show mails sent
demo-step-5 = Answer, or don’t
demo-step-5-text = Follow the link in the mail and answer yes or no. Or leave it, and move the clock 31 days.
demo-step-5-link = To the mail with the link
demo-step-6 = Watch the data go
demo-step-6-text = Anyone who declines or does not answer is erased everywhere. A certificate without personal data stays.
demo-step-6-link = Show erasures

## The clock
demo-clock-label = The demo’s clock
demo-clock-group = Move the clock forward
demo-clock-real = The clock runs as usual.
demo-clock-moved = { $count ->
    [one] Moved 1 day forward.
   *[other] Moved { $number } days forward.
}
demo-clock-add = { $count ->
    [one] +1 day
   *[other] +{ $number } days
}

## Mail
demo-mail-text = Everything the mail server has accepted, newest first.
demo-mail-none = No mails yet
demo-mail-none-text = Give a consent and the first one arrives.
demo-mail-back = All mails
demo-mail-links = Links in the mail
demo-mail-html = As a mail program shows it
demo-mail-plain = As plain text
demo-mail-headers = All headers

## The company
demo-career-title = Work with us
demo-hero-title = Keep the lights on in the mountains
demo-hero-text = We are 420 people who give the inland power from wind, water and sun. Now we want to be more.
demo-hero-jobs = See { $number } jobs
demo-hero-pool = Join the talent pool
demo-jobs-title = Jobs
demo-values-title = What it is like to work here
demo-value-near = Near
demo-value-near-text = Decisions are made where the work is done. From idea to switchgear it is seldom more than one conversation.
demo-value-curious = Curious
demo-value-curious-text = One day a month is yours, to learn something you could not do yesterday.
demo-value-careful = Careful
demo-value-careful-text = Electricity is dangerous and data about people is sensitive. We look after both.
demo-pool-teaser-title = Nothing that suits you?
demo-pool-teaser-text = Leave your name and e-mail address, and we get in touch when the right job comes along.
demo-foot-address = Turbingatan 1, Fjällbäck
demo-foot-fictional = The company, the place and the jobs do not exist.

## Talent pool
demo-pool-title = Join the talent pool
demo-pool-text = Tell us who you are, and we get in touch when there is a job that suits you. You decide what we may do with your details, and can change your mind whenever you like.

## Advert and application
demo-all-jobs = All jobs
demo-apply = Apply for the job
demo-job-duties = What you do
demo-job-wishes = What you bring
demo-job-offer = What you get
demo-job-offer-text = A collective agreement, six weeks of holiday, a wellness allowance and an electric car to borrow when the bus does not reach.
demo-job-place = Place
demo-job-team = Department
demo-job-form = Employment
demo-job-form-text = Permanent, full time
demo-job-closes = Applications
demo-job-closes-in = { $count ->
    [one] 1 day left to apply
   *[other] { $number } days left to apply
}
demo-apply-title = Your application
demo-apply-name = First and last name
demo-apply-email = E-mail address
demo-apply-phone = Phone (optional)
demo-apply-letter = Tell us briefly why you apply (optional)
demo-apply-cv = Your CV (optional)
demo-apply-send = Send application
demo-thanks-title = Thank you, { $name }!
demo-thanks-text = We have received your application for { $job } and will be in touch within two weeks.
demo-received-title = Behind the scenes: what the company’s server got
demo-received-text = The receipt came with the form like any other field. The company can check it at any time, without asking anyone.
demo-received-none = no file
demo-received-no-receipt = none: no consent was given
demo-received-payload = What the receipt says

## The jobs
demo-job-grid-engineer-title = Power engineer
demo-job-grid-engineer-place = Fjällbäck
demo-job-grid-engineer-team = Grid
demo-job-grid-engineer-intro = You make sure the power finds its way, even when a metre of snow lies on the lines.
demo-job-grid-engineer-duties =
    Calculate and plan the regional grid five years ahead
    Lead the rebuilding of two switchgears
    Be the one operations call when something is off
demo-job-grid-engineer-wishes =
    A degree in electric power or the equivalent
    Used to grid calculations
    A driving licence and warm clothes
demo-job-wind-technician-title = Wind turbine technician
demo-job-wind-technician-place = Stormliden
demo-job-wind-technician-team = Production
demo-job-wind-technician-intro = Eighteen turbines, a hundred metres up, and the view is included.
demo-job-wind-technician-duties =
    Service and troubleshoot tower and nacelle
    Change gearboxes with the crane team
    Train the summer’s new technicians
demo-job-wind-technician-wishes =
    Training in electricity, mechanics or hydraulics
    At ease with heights
    Calm when the wind picks up
demo-job-data-analyst-title = Data analyst
demo-job-data-analyst-place = Fjällbäck or from home
demo-job-data-analyst-team = Market and forecasting
demo-job-data-analyst-intro = It will be windy tomorrow. How windy? That is your question.
demo-job-data-analyst-duties =
    Build forecasts of wind, water and consumption
    Make the numbers clear to those who trade power
    Look after our sources of data
demo-job-data-analyst-wishes =
    A solid ground in statistics
    At home in Python and SQL
    You write so that others understand
demo-job-customer-adviser-title = Customer adviser
demo-job-customer-adviser-place = Fjällbäck
demo-job-customer-adviser-team = Customer service
demo-job-customer-adviser-intro = You are the voice our customers recognise.
demo-job-customer-adviser-duties =
    Help customers by phone, by mail and over the counter
    Sort out invoices and moves
    Tell the rest of us what customers wonder about
demo-job-customer-adviser-wishes =
    Patience and good humour
    Good Swedish; Sámi or Finnish is a plus
    Used to service
demo-job-apprentice-title = Apprentice, distribution electrician
demo-job-apprentice-place = Fjällbäck and Norrsele
demo-job-apprentice-team = Grid
demo-job-apprentice-intro = Two years with us, a trade for life.
demo-job-apprentice-duties =
    Follow an experienced team in the field
    Learn to build, maintain and mend the grid
    Study theory four weeks a year, at our expense
demo-job-apprentice-wishes =
    Upper secondary school, preferably electricity and energy
    A driving licence
    Happy to be outdoors in all weathers
