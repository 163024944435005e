// Vaglio
