package snmp

import (
	"math"
	"strings"

	"github.com/argus-power/argus/power"
)

// Columns of the sensors (RFC 3433) and of the physical parts of a device (RFC 6933),
// which have the same index, below their common root.
const (
	entityType      = ".99.1.1.1.1"
	entityScale     = ".99.1.1.1.2"
	entityPrecision = ".99.1.1.1.3"
	entityValue     = ".99.1.1.1.4"
	entityStatus    = ".99.1.1.1.5"
	entityDescr     = ".47.1.1.1.1.2"
	entityParent    = ".47.1.1.1.1.4"
	entityClass     = ".47.1.1.1.1.5"
	entityName      = ".47.1.1.1.1.7"
	entityPortClass = 10
)

func entityCodec() codec {
	return codec{
		columns: []string{
			entityType, entityScale, entityPrecision, entityValue, entityStatus,
			entityDescr, entityParent, entityClass, entityName,
		},
		rows: entityRows,
	}
}

// entityKinds is what the types of sensors measure; hertz and cubic metres a minute
// have no place in the catalogue.
var entityKinds = map[string]power.Quantity{
	"3": power.SensorVoltage, "4": power.SensorVoltage, "5": power.SensorCurrent, "6": power.SensorPower,
	"8": power.SensorTemperature, "9": power.SensorHumidity, "10": power.SensorFanSpeed,
}

// entityRows makes rows of the sensors that have to do with power and environment.
// Those of the optics in the ports of a switch are none, and there are hundreds.
func entityRows(root string, t *tree) ([]Row, []StatusRow) {
	var rows []Row
	for _, c := range t.cells(root + entityType) {
		name := entityText(root, t, c.Index)
		kind := c.Value.Text()
		q, measures := entityKinds[kind]
		alarm := kind == "12" && isAlarmName(name)
		if !measures && !alarm || entityInPort(root, t, c.Index) || isOptics(name) {
			continue
		}
		labels := map[string]Label{"sensor": {Text: c.Index}}
		value, status := root+entityValue+"."+c.Index, root+entityStatus+"."+c.Index
		row := Row{Quantity: q, OID: value, Labels: labels, When: []Condition{{OID: status, Not: []string{"2", "3"}}}}
		if alarm {
			row.Quantity, row.Map = power.SensorActive, map[string]string{"1": "1", "2": "0"}
			row.Labels = map[string]Label{"sensor": {Text: c.Index}, "kind": {Text: "alarm"}}
		} else {
			row.Scale, row.Rescale = entityFactor(root, t, c.Index)
			switch q {
			case power.SensorHumidity:
				row.Scale *= 0.01
			case power.SensorFanSpeed:
				row.Scale /= 60
			}
		}
		connected := Row{
			Quantity: power.SensorConnected, OID: status, Labels: labels,
			Map: map[string]string{"1": "1", "2": "0", "3": "0"},
		}
		rows = append(rows, row, connected)
		for _, column := range []string{entityName, entityDescr} {
			rows = append(rows, Row{Quantity: power.SensorInfo, OID: root + column + "." + c.Index, Labels: labels})
		}
	}
	return rows, nil
}

// entityFactor returns the factor of a sensor's values, and others to try if what
// it makes is not plausible: some agents state a scale or digits that they do not use.
func entityFactor(root string, t *tree, index string) (factor float64, others []float64) {
	factor = 1
	if scale, ok := t.at(root+entityScale, index).Number(); ok && scale >= 1 && scale <= 17 && scale != 9 {
		x := math.Pow(1000, scale-9)
		factor *= x
		others = append(others, 1/x)
	}
	if digits, ok := t.at(root+entityPrecision, index).Number(); ok && digits > 0 && digits <= 9 {
		x := math.Pow(10, -digits)
		factor *= x
		others = append(others, 1/x)
	}
	return factor, others
}

// entityText is all that is said of a part in words.
func entityText(root string, t *tree, index string) string {
	return strings.ToLower(t.at(root+entityName, index).Text() + " " + t.at(root+entityDescr, index).Text())
}

// entityInPort says whether a part is in a port of the device, at any depth.
func entityInPort(root string, t *tree, index string) bool {
	for range 16 { // nobody nests deeper, and an agent could say that a part is in itself
		if class, _ := t.at(root+entityClass, index).Number(); class == entityPortClass {
			return true
		}
		parent := t.at(root+entityParent, index)
		if !parent.Exists() || parent.Text() == "0" {
			return false
		}
		index = parent.Text()
	}
	return false
}

func isAlarmName(name string) bool {
	return strings.Contains(name, "alarm") || strings.Contains(name, "fault") || strings.Contains(name, "fail")
}

// isOptics says whether a name is of a pluggable transceiver, which some agents do
// not put into a port.
func isOptics(name string) bool {
	for _, word := range []string{
		"transceiver", "xcvr", "sfp", "xfp", "optic", "laser", "lane", " dom ", "bias", "rx power", "tx power",
		"receive power", "transmit power",
	} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}
