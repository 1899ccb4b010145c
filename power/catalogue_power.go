package power

// Quantities of the figures that everything else builds on.
const (
	Power Quantity = endDevice + iota
	PowerInfo
	Efficiency

	endPower
)

func powerCatalogue() map[Quantity]spec {
	return map[Quantity]spec{
		Power: gauge("power_watts", watts,
			"Real power that the device delivers, or draws where only that is known, "+
				"from the best source available; argus_power_info tells which."),
		PowerInfo: info("power_info",
			"How argus_power_watts was obtained: measured, apparent (VA times power "+
				"factor), load (load times rated watts) or load_va (load times rated VA "+
				"times a stated power factor).", "method"),
		Efficiency: gauge("efficiency_ratio", share,
			"Output power over input power, as the device states it."),
	}
}
