package collector

import (
	"log/slog"
	"maps"
	"slices"
	"time"

	"github.com/argus-power/argus/power"
)

// levelOf is a warning for what somebody may have to act on.
func levelOf(e *power.Event) slog.Level {
	switch e.Kind {
	case power.FirstSeen, power.FirmwareChanged, power.StateBegan(power.Eco), power.StateBegan(power.Trim),
		power.StateBegan(power.Boost), power.StateBegan(power.Testing), power.StateBegan(power.Calibrating):
		return slog.LevelInfo
	case power.TestFinished:
		if e.Detail != "failed" && e.Detail != "warning" {
			return slog.LevelInfo
		}
	case power.BatteryBegan: // on purpose, if something is told of it but the reason
		if e.Detail == power.Testing.String() || e.Detail == power.Calibrating.String() {
			return slog.LevelInfo
		}
	}
	if e.Ends() {
		return slog.LevelInfo
	}
	return slog.LevelWarn
}

// labelGroup is what the owner says of a device, in the order of the names.
func labelGroup(labels map[string]string) slog.Attr {
	var attrs []slog.Attr
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		attrs = append(attrs, slog.String(name, labels[name]))
	}
	return slog.GroupAttrs("labels", attrs...)
}

// figures are the attributes of an event that are numbers, those that it has.
func figures(e *power.Event) []slog.Attr {
	origin := "observed"
	if e.Reported {
		origin = "reported"
	}
	attrs := []slog.Attr{slog.String("origin", origin)}
	if !e.After.IsZero() {
		attrs = append(attrs, slog.Time("after", e.After.Round(0)))
	}
	if e.Count > 1 {
		attrs = append(attrs, slog.Int("count", e.Count))
	}
	if e.Ends() {
		attrs = append(attrs, slog.Time("began", e.Began.Round(0)),
			slog.Float64("duration_seconds", e.Duration.Round(time.Millisecond).Seconds()))
	}
	if e.LowestCharge != nil {
		attrs = append(attrs, slog.Float64("lowest_charge", *e.LowestCharge))
	}
	if e.LowestVoltage != nil {
		attrs = append(attrs, slog.Float64("lowest_voltage", *e.LowestVoltage))
	}
	if e.Suppressed > 0 {
		attrs = append(attrs, slog.Int("suppressed", e.Suppressed))
	}
	return attrs
}
