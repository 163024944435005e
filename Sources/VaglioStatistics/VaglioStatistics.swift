// VaglioStatistics
