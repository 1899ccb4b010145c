package snmp

import (
	"strconv"

	"github.com/argus-power/argus/power"
)

// Columns of the sensors of one unit of a CMC-TC. There are four units, each with a
// table of its own at the same place below a number of its own.
const (
	rittalTCType   = "2"
	rittalTCText   = "3"
	rittalTCStatus = "4"
	rittalTCValue  = "5"
	rittalTCHigh   = "6"
	rittalTCLow    = "7"
	rittalTCWarn   = "8"
	rittalTCUnits  = 4
)

func rittalTCTable(unit int) string { return ".2." + strconv.Itoa(unit+2) + ".5.2.1." }

func rittalTCCodec() codec {
	c := codec{rows: rittalTCRows}
	for unit := 1; unit <= rittalTCUnits; unit++ {
		for _, column := range []string{
			rittalTCType, rittalTCText, rittalTCStatus, rittalTCValue, rittalTCHigh, rittalTCLow, rittalTCWarn,
		} {
			c.columns = append(c.columns, rittalTCTable(unit)+column)
		}
	}
	return c
}

// A rittalTCType is what a type of sensor measures, or what it watches.
type rittalTCKind struct {
	value, limit power.Quantity
	scale        float64
	kind         string
}

// rittalTCKinds is by type. Set points, valves, flows and the meters that do not say
// their digits are left out.
func rittalTCKinds() map[int]rittalTCKind {
	warmth := rittalTCKind{power.SensorTemperature, power.SensorTemperatureLimit, 1, "temperature"}
	damp := rittalTCKind{power.SensorHumidity, power.SensorHumidityLimit, 0.01, "humidity"}
	volts := rittalTCKind{value: power.SensorVoltage, scale: 1, kind: "voltage"}
	fan := rittalTCKind{value: power.SensorFanSpeed, scale: 1.0 / 60}
	list := map[int]rittalTCKind{10: warmth, 100: warmth, 101: warmth, 12: damp, 102: damp, 18: volts}
	for n := 40; n <= 47; n++ {
		list[n] = fan
	}
	for n := 48; n <= 59; n++ {
		list[n] = warmth
	}
	for n, kind := range map[int]string{
		4: "door", 103: "door", 5: "vibration", 6: "motion", 7: "smoke", 8: "airflow", 13: "contact", 14: "contact",
		104: "contact", 105: "contact", 17: "power", 19: "fan", 23: "leak",
		28: "alarm", 35: "fan", 36: "smoke", 37: "smoke",
	} {
		list[n] = rittalTCKind{kind: kind}
	}
	return list
}

func rittalTCRows(root string, t *tree) ([]Row, []StatusRow) {
	kinds := rittalTCKinds()
	var rows []Row
	for unit := 1; unit <= rittalTCUnits; unit++ {
		table := root + rittalTCTable(unit)
		for _, c := range t.cells(table + rittalTCType) {
			number, _ := c.Value.Number()
			if kind, ok := kinds[int(number)]; ok {
				rows = append(rows, kind.rows(table, c.Index, strconv.Itoa(unit)+"."+c.Index)...)
			}
		}
	}
	return rows, nil
}

func (k rittalTCKind) rows(table, index, sensor string) []Row {
	at := func(column string) string { return table + column + "." + index }
	labels := rittalLabels(nil, "sensor", sensor)
	rows := []Row{
		{Quantity: power.SensorInfo, OID: at(rittalTCText), Labels: labels},
		{
			Quantity: power.SensorConnected, OID: at(rittalTCStatus), Labels: labels,
			Map: map[string]string{"1": "", "2": "0", "3": "1", "4": "1", "5": "1", "6": "1", "7": "1", "8": "1", "9": "1"},
		},
	}
	alarm := Row{
		Quantity: power.SensorAlarm, OID: at(rittalTCStatus), Labels: rittalLabels(nil, "sensor", sensor, "kind", k.kind),
		Map: map[string]string{"1": "", "2": "", "3": "", "4": "0", "5": "0", "6": "1", "7": "1", "8": "1", "9": "1"},
	}
	if k.value == 0 {
		alarm.Quantity = power.SensorActive
		return append(rows, alarm)
	}
	// A lost sensor keeps its last value.
	there := []Condition{{OID: at(rittalTCStatus), Not: []string{"1", "2"}}}
	rows = append(rows, Row{Quantity: k.value, OID: at(rittalTCValue), Scale: k.scale, Labels: labels, When: there})
	if k.kind != "" {
		rows = append(rows, alarm)
	}
	if k.limit != 0 {
		for column, limit := range map[string]string{
			rittalTCHigh: "high_critical", rittalTCWarn: "high_warning", rittalTCLow: "low",
		} {
			rows = append(rows, Row{
				Quantity: k.limit, OID: at(column), Scale: k.scale, Invalid: []string{"0"},
				Labels: rittalLabels(nil, "sensor", sensor, "limit", limit),
			})
		}
	}
	return rows
}
