package api

import (
	"math"
	"net/http"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/store"
)

// deviceRow is a device in an answer.
type deviceRow struct {
	who
	Module       string                          `json:"module"`
	Type         string                          `json:"type"`
	Manufacturer string                          `json:"manufacturer"`
	Model        string                          `json:"model"`
	Serial       string                          `json:"serial"`
	Firmware     string                          `json:"firmware"`
	Name         string                          `json:"name"`
	Location     string                          `json:"location"`
	FirstSeen    *time.Time                      `json:"first_seen"`
	LastSeen     *time.Time                      `json:"last_seen"`
	Up           bool                            `json:"up"`
	Reason       string                          `json:"reason"`
	States       []string                        `json:"states"`
	OnBattery    *time.Time                      `json:"on_battery_since"`
	Joules       *float64                        `json:"energy_joules"`
	KWh          *float64                        `json:"energy_kwh"`
	GapSeconds   float64                         `json:"gap_seconds"`
	BatterySec   float64                         `json:"on_battery_seconds"`
	Events       map[power.EventKind]eventsCount `json:"events"`
}

type eventsCount struct {
	Count uint64     `json:"count"`
	Last  *time.Time `json:"last"`
}

const (
	joulesPerKWh = 3.6e6
	usualRows    = 1000
	usualEvents  = 100
)

// devices serves every device that is known.
func (a *api) devices(w http.ResponseWriter, r *http.Request, q *query) error {
	var after store.Key
	if c := q.cursor; c != nil {
		if len(c) != 4 || c[0] != "device" {
			return badCursor()
		}
		after = store.Key{Protocol: c[1], Address: c[2], Device: c[3]}
	}
	devices, dir := a.selected(q.selection())
	var rows []deviceRow
	next := ""
	for i := range devices {
		if q.cursor != nil && compareKeys(devices[i].Key, after) <= 0 {
			continue
		}
		if len(rows) == q.limit(usualRows) {
			last := rows[len(rows)-1]
			next = makeCursor("device", last.Protocol, last.Address, last.Device)
			break
		}
		rows = append(rows, a.deviceRow(&devices[i], dir.find(devices[i].Key)))
	}
	return page(w, r, q, "devices", rows, next)
}

func (a *api) deviceRow(d *store.Device, k *about) deviceRow {
	row := deviceRow{
		who: k.who(d.Key), Module: d.Module,
		Type: d.Info.Type, Manufacturer: d.Info.Manufacturer, Model: d.Info.Model, Serial: d.Info.Serial,
		Firmware: d.Info.Firmware, Name: d.Info.Name, Location: d.Info.Location,
		FirstSeen: a.at(d.FirstSeen), LastSeen: a.at(d.LastSeen),
		Up: d.Err == "", Reason: string(d.Err), States: []string{}, OnBattery: a.at(d.OnBattery),
		GapSeconds: seconds(d.Sum.Gap), BatterySec: seconds(d.Sum.OnBattery),
		Events: map[power.EventKind]eventsCount{},
	}
	for _, state := range d.Active.List() {
		row.States = append(row.States, state.String())
	}
	if d.Metered {
		row.Joules, row.KWh = number(d.Sum.Joules), number(d.Sum.Joules/joulesPerKWh)
	}
	for kind, count := range d.Counts {
		row.Events[kind] = eventsCount{count.N, a.at(count.Last)}
	}
	return row
}

// number is a value in an answer, nil if it is none.
func number(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

func optional(v *float64) *float64 {
	if v == nil {
		return nil
	}
	return number(*v)
}

// seconds are those of a duration, to the millisecond.
func seconds(d time.Duration) float64 {
	return float64(d.Round(time.Millisecond).Milliseconds()) / 1000
}
