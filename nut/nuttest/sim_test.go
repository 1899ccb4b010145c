package nuttest_test

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/argus-power/argus/nut/nuttest"
)

// epoch is when the simulations of the tests begin.
func epoch() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

func number(t *testing.T, vars map[string]string, name string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(vars[name], 64)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return v
}

// near compares two readings of which each is rounded to what the device shows.
func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if math.Abs(got-want) > tolerance {
		t.Errorf("%s: %g is not about %g", what, got, want)
	}
}

func TestSimOfficeCycle(t *testing.T) {
	sim := nuttest.NewSim(1)
	var statuses []string
	lastStatus, lastCharge, lastRuntime := "", 100.0, math.Inf(1)
	for second := range 480 {
		sim.Step(epoch().Add(time.Duration(second) * time.Second))
		vars := sim.Server().Vars(nuttest.SimOffice)
		status := vars["ups.status"]
		charge, runtime := number(t, vars, "battery.charge"), number(t, vars, "battery.runtime")
		if status != lastStatus {
			statuses = append(statuses, status)
		}
		if charge < 0 || charge > 100 {
			t.Fatalf("after %d s: charge %g", second, charge)
		}
		onBattery := status == "OB DISCHRG" || status == "OB DISCHRG LB"
		if low := status == "OB DISCHRG LB"; onBattery && low != (charge <= 20) && charge != 20 {
			t.Errorf("after %d s: %q with charge %g", second, status, charge)
		}
		if onBattery && (charge > lastCharge || runtime > lastRuntime) {
			t.Errorf("after %d s on battery: charge %g after %g, runtime %g after %g", second,
				charge, lastCharge, runtime, lastRuntime)
		}
		if status == "OL CHRG" && lastStatus == status && charge < lastCharge {
			t.Errorf("after %d s of charging: charge %g after %g", second, charge, lastCharge)
		}
		if mains := number(t, vars, "input.voltage") > 0; mains == onBattery {
			t.Errorf("after %d s: %q with mains %t", second, status, mains)
		}
		lastStatus, lastCharge, lastRuntime = status, charge, runtime
	}
	cycle := []string{"OL", "OB DISCHRG", "OB DISCHRG LB", "OL CHRG"}
	if want := slices.Concat(cycle, cycle); !slices.Equal(statuses, want) {
		t.Errorf("went through %q, want %q", statuses, want)
	}
}

func TestSimConsistency(t *testing.T) {
	for seed := range uint64(3) {
		sim := nuttest.NewSim(seed)
		for minute := range 60 {
			sim.Step(epoch().Add(time.Duration(minute) * 61 * time.Second))
			for _, ups := range []string{nuttest.SimOffice, nuttest.SimCloset} {
				checkSinglePhase(t, sim.Server().Vars(ups))
			}
			checkThreePhase(t, sim.Server().Vars(nuttest.SimThreePhase))
			checkPDU(t, sim.Server().Vars(nuttest.SimPDU))
		}
		if t.Failed() {
			t.Fatalf("with seed %d", seed)
		}
	}
}

func checkSinglePhase(t *testing.T, vars map[string]string) {
	t.Helper()
	va := number(t, vars, "output.voltage") * number(t, vars, "output.current")
	watts := va * number(t, vars, "output.powerfactor")
	near(t, "ups.power", number(t, vars, "ups.power"), va, 0.6)
	near(t, "ups.realpower", number(t, vars, "ups.realpower"), watts, 0.6)
	near(t, "ups.load", number(t, vars, "ups.load"),
		100*watts/number(t, vars, "ups.realpower.nominal"), 0.6)
}

func checkThreePhase(t *testing.T, vars map[string]string) {
	t.Helper()
	sum := 0.0
	for _, line := range []string{"L1", "L2", "L3"} {
		out := "output." + line
		watts := number(t, vars, out+"-N.voltage") * number(t, vars, out+".current") *
			number(t, vars, out+".powerfactor")
		near(t, out+".realpower", number(t, vars, out+".realpower"), watts, 0.6)
		near(t, out+".power.percent", number(t, vars, out+".power.percent"), watts/120, 0.1)
		in := "input." + line
		near(t, in+".realpower", number(t, vars, in+"-N.voltage")*number(t, vars, in+".current")*
			number(t, vars, in+".powerfactor"), number(t, vars, in+".realpower"), 2)
		if number(t, vars, in+".realpower") <= watts {
			t.Errorf("%s: more comes out than goes in", line)
		}
		sum += watts
	}
	near(t, "ups.realpower", number(t, vars, "ups.realpower"), sum, 1)
	near(t, "ups.load", number(t, vars, "ups.load"), sum/360, 0.1)
}

func checkPDU(t *testing.T, vars map[string]string) {
	t.Helper()
	amperes, watts, banks := 0.0, 0.0, 0.0
	for n := range 8 {
		outlet := "outlet." + strconv.Itoa(n+1)
		amperes += number(t, vars, outlet+".current")
		watts += number(t, vars, outlet+".realpower")
		off := vars[outlet+".status"] == "off"
		if off != (number(t, vars, outlet+".current") == 0) {
			t.Errorf("%s is %s and draws %s A", outlet, vars[outlet+".status"],
				vars[outlet+".current"])
		}
	}
	for _, bank := range []string{"outlet.group.1", "outlet.group.2"} {
		banks += number(t, vars, bank+".realpower")
	}
	near(t, "input.current", number(t, vars, "input.current"), amperes, 0.02)
	near(t, "input.realpower", number(t, vars, "input.realpower"), watts, 5)
	near(t, "sum of banks", banks, watts, 5)
}

func TestSimTransferSwitch(t *testing.T) {
	sim := nuttest.NewSim(1)
	sources := map[string]int{}
	for second := range 300 {
		sim.Step(epoch().Add(time.Duration(second) * time.Second))
		vars := sim.Server().Vars(nuttest.SimATS)
		source := vars["input.source"]
		sources[source]++
		if vars["output.voltage"] != vars["input."+source+".voltage"] {
			t.Errorf("after %d s: output %s V from source %s with %s V", second,
				vars["output.voltage"], source, vars["input."+source+".voltage"])
		}
		if number(t, vars, "output.voltage") < number(t, vars, "input.transfer.low") {
			t.Errorf("after %d s: output %s V", second, vars["output.voltage"])
		}
	}
	if sources["1"] != 250 || sources["2"] != 50 {
		t.Errorf("seconds by source: %v", sources)
	}
}

func TestSimStale(t *testing.T) {
	sim := nuttest.NewSim(1)
	if err := sim.Server().Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sim.Server().Close() })
	c := dial(t, sim.Server().Addr())
	if got := c.ask("LIST UPS"); len(got) != 7 {
		t.Errorf("LIST UPS: %q", got)
	}
	for second, want := range map[int]string{
		0: `VAR closet ups.status "OL"`, 119: `VAR closet ups.status "OL"`,
		120: "ERR DATA-STALE", 149: "ERR DATA-STALE",
		150: `VAR closet ups.status "OL"`, 301: "ERR DATA-STALE",
	} {
		sim.Step(epoch()) // the first Step is the beginning, whatever comes later
		sim.Step(epoch().Add(time.Duration(second) * time.Second))
		if got := c.ask("GET VAR closet ups.status")[0]; got != want {
			t.Errorf("after %d s: %q, want %q", second, got, want)
		}
	}
}

func TestSimDependsOnTimeAndSeedOnly(t *testing.T) {
	names := []string{
		nuttest.SimOffice, nuttest.SimThreePhase, nuttest.SimPDU, nuttest.SimATS,
		nuttest.SimCloset,
	}
	straight, wandering, other := nuttest.NewSim(7), nuttest.NewSim(7), nuttest.NewSim(8)
	for _, sim := range []*nuttest.Sim{straight, wandering, other} {
		sim.Step(epoch())
	}
	wandering.Step(epoch().Add(time.Hour))
	wandering.Step(epoch().Add(-time.Hour))
	for _, sim := range []*nuttest.Sim{straight, wandering, other} {
		sim.Step(epoch().Add(95 * time.Second))
	}
	for _, ups := range names {
		vars := straight.Server().Vars(ups)
		if !maps.Equal(vars, wandering.Server().Vars(ups)) {
			t.Errorf("%s: the way matters", ups)
		}
		if maps.Equal(vars, other.Server().Vars(ups)) {
			t.Errorf("%s: the seed does not matter", ups)
		}
	}
	if straight.Server().Vars("nobody") != nil {
		t.Error("nobody has variables")
	}
}
