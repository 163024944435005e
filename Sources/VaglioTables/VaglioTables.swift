// VaglioTables
