// VaglioEvaluation
