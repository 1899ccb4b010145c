package store

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"time"

	"github.com/argus-power/argus/power"
)

// The rows of an export. Their fields are the columns of CSV as well: text, numbers, booleans and times.
type (
	exportedKey struct {
		Protocol string `json:"protocol"`
		Address  string `json:"address"`
		Device   string `json:"device"`
	}

	exportedEvent struct {
		Seq uint64 `json:"seq"`
		exportedKey
		Kind            string    `json:"kind"`
		Time            time.Time `json:"time"`
		Noticed         time.Time `json:"noticed"`
		After           time.Time `json:"after,omitzero"`
		Reported        bool      `json:"reported"`
		Place           string    `json:"place,omitempty"`
		Detail          string    `json:"detail,omitempty"`
		Count           int       `json:"count"`
		Began           time.Time `json:"began,omitzero"`
		DurationSeconds float64   `json:"duration_seconds,omitempty"`
		LowestCharge    *float64  `json:"lowest_charge_ratio,omitempty"`
		LowestVoltage   *float64  `json:"lowest_voltage_volts,omitempty"`
		Suppressed      int       `json:"suppressed,omitempty"`
	}

	exportedDevice struct {
		exportedKey
		Target       string    `json:"target"`
		Module       string    `json:"module"`
		Type         string    `json:"type"`
		Manufacturer string    `json:"manufacturer"`
		Model        string    `json:"model"`
		Serial       string    `json:"serial"`
		Firmware     string    `json:"firmware"`
		Name         string    `json:"name"`
		Location     string    `json:"location"`
		FirstSeen    time.Time `json:"first_seen,omitzero"`
		exportedTotals
	}

	exportedDay struct {
		Day string `json:"day"` // or the month
		exportedKey
		exportedTotals
	}

	exportedTotals struct {
		EnergyJoules     float64 `json:"energy_joules"`
		EnergyGapSeconds float64 `json:"energy_gap_seconds"`
		OnBatterySeconds float64 `json:"on_battery_seconds"`
	}
)

func eventRow(r *Record) *exportedEvent {
	return &exportedEvent{
		Seq: r.Seq, exportedKey: exportedKey(r.Key), Kind: string(r.Kind), Time: r.Time, Noticed: r.Noticed,
		After: r.After, Reported: r.Reported, Place: r.Place, Detail: r.Detail, Count: r.Count, Began: r.Began,
		DurationSeconds: r.Duration.Seconds(), LowestCharge: r.LowestCharge, LowestVoltage: r.LowestVoltage,
		Suppressed: r.Suppressed,
	}
}

func deviceRow(c *cold, m *power.Meter) *exportedDevice {
	return &exportedDevice{
		exportedKey: exportedKey(c.Key), Target: c.Target, Module: c.Module, Type: c.Info.Type,
		Manufacturer: c.Info.Manufacturer, Model: c.Info.Model, Serial: c.Info.Serial, Firmware: c.Info.Firmware,
		Name: c.Info.Name, Location: c.Info.Location, FirstSeen: c.FirstSeen, exportedTotals: totalsRow(m.Sum),
	}
}

func dayRow(k Key, day power.Day, t power.Totals) *exportedDay {
	text := fmt.Sprintf("%04d-%02d", day/10000, day/100%100)
	if day%100 != 0 {
		text += fmt.Sprintf("-%02d", day%100)
	}
	return &exportedDay{Day: text, exportedKey: exportedKey(k), exportedTotals: totalsRow(t)}
}

func totalsRow(t power.Totals) exportedTotals {
	return exportedTotals{t.Joules, t.Gap.Seconds(), t.OnBattery.Seconds()}
}

func jsonLines(w io.Writer) func(any) error {
	to := json.NewEncoder(w)
	to.SetEscapeHTML(false)
	return func(row any) error { return to.Encode(row) }
}

// csvLines writes a header first, also if nothing follows.
func csvLines(t table, w io.Writer) func(any) error {
	to := csv.NewWriter(w)
	var kind any = exportedDay{}
	switch t {
	case eventTable:
		kind = exportedEvent{}
	case deviceTable:
		kind = exportedDevice{}
	}
	err := to.Write(columns(reflect.TypeOf(kind)))
	to.Flush()
	return func(row any) error {
		if err == nil {
			err = to.Write(cells(reflect.ValueOf(row).Elem()))
			to.Flush()
		}
		return err
	}
}

// columns are the names of the fields, as JSON has them.
func columns(t reflect.Type) (names []string) {
	for f := range t.Fields() {
		if f.Anonymous {
			names = append(names, columns(f.Type)...)
			continue
		}
		name := f.Tag.Get("json")
		for at, c := range name {
			if c == ',' {
				name = name[:at]
				break
			}
		}
		names = append(names, name)
	}
	return names
}

func cells(v reflect.Value) (list []string) {
	for i := range v.NumField() {
		if v.Type().Field(i).Anonymous {
			list = append(list, cells(v.Field(i))...)
			continue
		}
		list = append(list, cell(v.Field(i).Interface()))
	}
	return list
}

// cell is empty for what is not known.
func cell(v any) string {
	switch v := v.(type) {
	case string:
		return harmless(v)
	case time.Time:
		if v.IsZero() {
			return ""
		}
		return v.Format(time.RFC3339Nano)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case *float64:
		if v == nil {
			return ""
		}
		return strconv.FormatFloat(*v, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

// harmless keeps spreadsheets from taking a text for a formula: names come from devices.
func harmless(s string) string {
	if s != "" && (s[0] == '=' || s[0] == '+' || s[0] == '-' || s[0] == '@' || s[0] == '\t' || s[0] == '\r') {
		return "'" + s
	}
	return s
}
