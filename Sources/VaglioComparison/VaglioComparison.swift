// VaglioComparison
