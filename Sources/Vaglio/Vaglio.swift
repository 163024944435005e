// The one module that programs import: it re-exports the layers that analyse, and adds nothing.
@_exported public import VaglioAttribution
@_exported public import VaglioComparison
@_exported public import VaglioDrift
@_exported public import VaglioEvaluation
@_exported public import VaglioFindings
@_exported public import VaglioModels
@_exported public import VaglioStatistics
@_exported public import VaglioTables
