package snmp

import (
	"math"
	"slices"
	"testing"
)

// TestEntityRows reads what has to do with power and air, and not what is in a port.
func TestEntityRows(t *testing.T) {
	const root = "1.3.6.1.2.1"
	rows, _ := entityCodec().rows(root, fixtureTree(t, "entity-sensor", root, entityCodec()))
	for part, want := range map[string][]string{
		"sensor=101": {"sensor_temperature_celsius sensor=101", "sensor_connected sensor=101", "sensor_info sensor=101"},
		"sensor=105": {"sensor_fan_speed_hertz sensor=105", "sensor_connected sensor=105", "sensor_info sensor=105"},
		"sensor=107": {"sensor_active kind=alarm sensor=107", "sensor_connected sensor=107", "sensor_info sensor=107"},
		"sensor=201": nil, // in a port
		"sensor=202": nil, // a laser that says of no port
		"sensor=203": nil, // a truth that is no alarm
	} {
		if got := rowsAbout(rows, part); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", part, got, want)
		}
	}
}

// TestEntityFactor puts scale and digits together, and tries each alone.
func TestEntityFactor(t *testing.T) {
	for _, c := range []struct {
		scale, digits, factor float64
		others                int
	}{
		{9, 0, 1, 0},
		{8, 0, 0.001, 1},
		{9, 1, 0.1, 1},
		{8, 2, 0.00001, 2},
		{10, 0, 1000, 1},
		{9, -3, 1, 0},  // a statement of how exact it is
		{0, 99, 1, 0},  // nonsense
		{18, 10, 1, 0}, // nonsense
	} {
		tr := newTree()
		tr.values["r"+entityScale+".1"] = Number(Integer, c.scale)
		tr.values["r"+entityPrecision+".1"] = Number(Integer, c.digits)
		factor, others := entityFactor("r", tr, "1")
		if math.Abs(factor-c.factor) > 1e-12 || len(others) != c.others {
			t.Errorf("scale %g, digits %g: %g and %d others, want %g and %d", c.scale, c.digits, factor, len(others),
				c.factor, c.others)
		}
	}
}

// TestEntityLoop ends on parts that contain themselves.
func TestEntityLoop(t *testing.T) {
	tr := newTree()
	tr.values["r"+entityParent+".1"] = Number(Integer, 2)
	tr.values["r"+entityParent+".2"] = Number(Integer, 1)
	if entityInPort("r", tr, "1") {
		t.Error("a part in itself is in a port")
	}
}
