package nut

import (
	"slices"
	"strings"

	"github.com/argus-power/argus/power"
)

// readCharger lets the charger's own state decide where it is told.
func readCharger(s *power.Status, vars varList) {
	text, ok := vars.get("battery.charger.status")
	if !ok {
		return
	}
	word := strings.ToLower(strings.TrimSpace(text))
	switch word {
	case "charging", "discharging", "floating", "resting", "disabled":
	default:
		return
	}
	s.Deny(power.Charging, power.Discharging)
	switch word {
	case "charging":
		s.Set(power.Charging)
	case "discharging":
		s.Set(power.Discharging)
	}
}

// readEco finds the high-efficiency mode in the places where drivers have put it.
func readEco(s *power.Status, vars varList) {
	if words, ok := vars.get("experimental.ups.mode.buzzwords"); ok {
		eco := false
		for word := range strings.FieldsSeq(words) {
			mode := word[strings.LastIndexByte(word, ':')+1:]
			eco = eco || strings.HasPrefix(word, "vendor:") &&
				slices.Contains([]string{"ECO", "ESS", "HE", "SMART"}, strings.ToUpper(mode))
		}
		setIf(s, power.Eco, eco)
	}
	if mode, ok := vars.get("input.eco.switchable"); ok {
		setIf(s, power.Eco, strings.EqualFold(mode, "eco") || strings.EqualFold(mode, "ecomode"))
	}
}

// setIf activates a state, or denies it unless something else activated it.
func setIf(s *power.Status, state power.State, on bool) {
	if on {
		s.Set(state)
	} else if !s.Active.Has(state) {
		s.Deny(state)
	}
}
