package main

// silent are the queries that find nothing in the demo, by dashboard, panel and letter, with the reason. One
// that finds something has no place here.
func silent() map[string]string {
	const (
		noLimits = "no device of the demo gives these limits"
		noSensor = "no sensor of the demo measures it"
	)
	return map[string]string{
		"argus-energy / Gaps / A":                            "the demo has run for too short a time to have gaps",
		"argus-energy / Gaps / B":                            "the demo has run for too short a time to have gaps",
		"argus-environment / Sensors lost / A":               "the sensors of the demo are never lost",
		"argus-environment / Sensors / E":                    "the sensors of the demo keep no lowest value",
		"argus-environment / Sensors / F":                    "the sensors of the demo keep no highest value",
		"argus-environment / Air pressure / A":               noSensor,
		"argus-environment / Air speed / A":                  noSensor,
		"argus-environment / Air flow / A":                   noSensor,
		"argus-environment / Fans / A":                       noSensor,
		"argus-environment / Temperature inside devices / B": noLimits,
		"argus-pdu / Breakers open / A":                      "the PDUs of the demo have no breakers that tell",
		"argus-pdu / Breakers / A":                           "the PDUs of the demo have no breakers that tell",
		"argus-pdu / Inlet voltage / B":                      noLimits,
		"argus-pdu / Redundancy / A":                         "the transfer switch of the demo does not tell",
		"argus-pdu / Imbalance of the phases / A":            "the PDUs of the demo have one phase",
		"argus-ups / Input current / B":                      noLimits,
		"argus-ups / Output current / B":                     noLimits,
		"argus-ups / Battery voltage / B":                    noLimits,
		"argus-ups / Battery voltage / C":                    noLimits,
		"argus-ups / Temperatures / C":                       noLimits,
		"argus-ups / Batteries / C":                          "the batteries of the demo tell when they were replaced",
		"argus-ups / Batteries / D":                          "no battery of the demo knows its health",
		"argus-ups / Load by phase / B":                      noLimits,
		"argus-ups / Self-tests / C":                         "no device of the demo tells when its test was",
	}
}
