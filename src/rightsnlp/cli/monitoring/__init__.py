"""Commands of a monitor's desk: statistics, samples, prevalence, escalation."""
