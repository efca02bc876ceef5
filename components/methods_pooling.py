"""What the methods page says of pooled rates: for clinicians, for statisticians, and against R.

Texts only. The agreement stated here is what the tests hold; a change of one is a change of both.
"""

from __future__ import annotations

FOR_CLINICIANS = """
## Pooled rates, for clinicians
- The **diamond** is one rate for several studies, its width the 95 % interval of that rate. The
  **bar** below it predicts, with 95 % confidence under the model, where the rate of one *new
  comparable setting* lies: one that treats patients like these and counts like these studies. It is
  never narrower than the diamond. Where the model estimates no difference between the studies
  (τ² 0), both are equally wide, and with so few studies the bar is then probably too narrow.
- **Rates are pooled only when they count the same thing.** Response: CR/CRi, ORR and "CR as
  reported" together, strict CR apart. MRD: of responders, of strict-CR responders and of all
  treated apart; an MRD threshold other than {threshold} % stays out. SOS after HSCT: only rates by
  the same known criteria, because the same children can have very different rates by different
  criteria (an example stands on the SOS page). *Pool across SOS criteria* lifts this, and every
  figure, sentence and file then says so. Other outcomes are not pooled.
- Single agent and combination are pooled apart, unless *Pool single agent with combination* is on.
  Studies of children and studies of adults are never pooled; the ages stand beside each line, as
  some reach a little beyond the word. Series with fewer than {small} treated are pooled on request
  only. A percentage without x/N is never pooled.
- **Each child is counted once.** Where studies share children, the line takes the largest set of
  studies without a child in common. What stays out is named with the reason; *Shared children*
  turns the choice around.
- **No number is better than a wrong one.** With two studies you see their total, not a pooled rate.
  Where all or none had the event, or the model finds no estimate, the reason stands in its place.
- **At the bedside**: how many of the next 10 children, with a probability of at least 80 %, and how
  probable a rate above a threshold is. Approximate, model-based; not for an individual child.
- **With fewer than five studies nobody can tell how much they differ.** A τ² of 0 then means that
  nothing was measured, not that the studies agree.
"""

FOR_STATISTICIANS = """
## Pooled rates, for statisticians
- **Model**: random-intercept logistic regression, x ~ Binomial(n, expit(μ + u)), u ~ N(0, τ²),
  maximum likelihood (Stijnen 2010; Lin 2020). The integral over u is a sum over an even grid, which
  is exact to rounding (Trefethen 2014); 100 adaptive Gauss–Hermite nodes are not when a study has
  no event or only events.
- **Interval**: μ ± t·se, k − 1 degrees of freedom; R's default is z. The standard error comes from
  the joint observed information of μ and τ, of μ alone where τ = 0.
- **Prediction interval**: μ ± t·√(se² + τ²), k − 1 degrees of freedom (Higgins 2009).
- **I²** = 100·τ²/(τ² + v), v the typical variance of the logits (Higgins 2002).
- **Side by side**: REML on the logit with Hartung and Knapp's interval, plain and with their
  factor never below 1 (Jackson 2017); DerSimonian–Laird with z; and one common rate with z. REML
  and DerSimonian–Laird add 0.5 to the counts of studies with a zero cell; the GLMM and the common
  rate do not. Freeman–Tukey is not offered (Schwarzer 2019; Röver 2022).
- **Bedside**: θ = μ + T·√(se² + τ²), T Student with k − 1 degrees of freedom; equal-tailed
  quantiles of Binomial(N, expit θ), and P(expit θ > threshold).
- **Refused**: k < 3; no event or only events; no finite maximum; a standard error below 0.99 of the
  common-effect one; Hartung–Knapp also when all rates are identical.
"""

REFERENCES = """
## References
- Clopper CJ, Pearson ES. Biometrika 1934;26:404-413. Exact interval.
- DerSimonian R, Laird N. Control Clin Trials 1986;7:177-188.
- Hartung J, Knapp G. Stat Med 2001;20:3875-3889.
- Higgins JPT, Thompson SG. Stat Med 2002;21:1539-1558. I².
- Higgins JPT, Thompson SG, Spiegelhalter DJ. J R Stat Soc A 2009;172:137-159. Prediction interval.
- Jackson D, Law M, Rücker G, Schwarzer G. Stat Med 2017;36:3923-3934. Hartung–Knapp, ad hoc.
- Lin L, Chu H. Epidemiology 2020;31:713-717. GLMM for proportions.
- Röver C, Friede T. Res Synth Methods 2022;13:645-648. Against the double arcsine.
- Schwarzer G, Chemaitelly H, Abu-Raddad LJ, Rücker G. Res Synth Methods 2019;10:476-483. The same.
- Stijnen T, Hamza TH, Özdemir P. Stat Med 2010;29:3046-3067. The model.
- Trefethen LN, Weideman JAC. SIAM Rev 2014;56:385-458. The trapezoidal rule.
- Viechtbauer W. J Stat Softw 2010;36(3):1-48. metafor, the R package that we are checked against.
"""

# Each tolerance is held by tests/test_pooling_reference.py, and live by tests/test_metafor.py.
AGREEMENT = (
    {
        "What": "GLMM: rate, intervals, τ², I²",
        "R, metafor 3.8": 'rma.glmm(measure = "PLO", nAGQ = 100, test = "t")',
        "Agreement": "to 0.0001",
        "Where not, and why": "Studies with no event or only events and a τ above about 2.5: there "
        "100 nodes are not exact. In every such set that was compared ours had the higher "
        "likelihood.",
    },
    {
        "What": "GLMM with R's default number of nodes",
        "R, metafor 3.8": "nAGQ = 7",
        "Agreement": "to 0.002, sparse sets to 2 %",
        "Where not, and why": "7 nodes are too few when the studies are sparse or differ much.",
    },
    {
        "What": "GLMM: interval",
        "R, metafor 3.8": 'the default, test = "z"',
        "Agreement": "no",
        "Where not, and why": "R multiplies the standard error by 1.96, we by Student's t with "
        "k − 1 degrees of freedom, which is wider: with 3 studies by 4.30.",
    },
    {
        "What": "REML with Hartung–Knapp, plain and ad hoc",
        "R, metafor 3.8": 'rma(measure = "PLO", method = "REML", test = "knha" or "adhoc")',
        "Agreement": "to 0.0001",
        "Where not, and why": "R's search for τ² sometimes does not converge; ours compares all "
        "tops of the likelihood.",
    },
    {
        "What": "DerSimonian–Laird",
        "R, metafor 3.8": 'rma(measure = "PLO", method = "DL")',
        "Agreement": "to 0.0001",
        "Where not, and why": "–",
    },
    {
        "What": "One common rate",
        "R, metafor 3.8": 'rma.glmm(measure = "PLO", method = "EE")',
        "Agreement": "to 0.0001",
        "Where not, and why": "–",
    },
    {
        "What": "One or two studies; no event or only events",
        "R, metafor 3.8": "most calls give a number",
        "Agreement": "no",
        "Where not, and why": "We refuse: two studies cannot show how much studies differ, and "
        "25 of 25 is no evidence for 94 %, which comes from the 0.5 that is added.",
    },
)
