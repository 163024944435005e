// VaglioTesting
