"""The calendar that one's own phone or mail programme reads: dates, case numbers, nothing else."""
