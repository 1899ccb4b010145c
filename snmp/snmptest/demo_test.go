package snmptest

import (
	"slices"
	"testing"
	"time"
)

func number(t *testing.T, a *Agent, oid string) float64 {
	t.Helper()
	value, ok := a.tree.Get(oid)
	if !ok {
		t.Fatalf("no %s", oid)
	}
	n, _ := value.Value().Number()
	return n
}

func TestDemoUPS(t *testing.T) {
	t.Parallel()
	begin := time.Unix(1e9, 0)
	d := DemoUPS(1)
	a := d.Agent()
	loads := map[float64]bool{}
	for second := range int(2 * upsCycle / time.Second) {
		d.Step(begin.Add(time.Duration(second) * time.Second))
		in := second % 300
		failed := in >= 200 && in < 245
		if got := number(t, a, upsMIB+".2.2.0"); (got > 0) != failed || failed && got != float64(in-199) {
			t.Fatalf("second %d: %v s on battery", second, got)
		}
		if got := number(t, a, upsMIB+".4.1.0"); (got == 5) != failed {
			t.Fatalf("second %d: output from %v", second, got)
		}
		rows := a.tree.Under(upsMIB + ".6.2.1.2").Len()
		if got := number(t, a, upsMIB+".6.1.0"); (got == 2) != failed || int(got) != rows {
			t.Fatalf("second %d: %v alarms in %d rows", second, got, rows)
		}
		if got := number(t, a, upsMIB+".4.4.1.5.2"); got < 20 || got > 80 {
			t.Fatalf("second %d: load %v %%", second, got)
		}
		loads[number(t, a, upsMIB+".4.4.1.4.1")] = true
	}
	if len(loads) < 100 {
		t.Errorf("the load has %d values", len(loads))
	}
	if got := number(t, a, upsMIB+".3.1.0"); got != 2 {
		t.Errorf("%v line bads", got)
	}
}

func TestDemoBattery(t *testing.T) {
	t.Parallel()
	d := DemoUPS(1)
	for _, tt := range []struct{ second, charge, volts float64 }{
		{0, 100, 4200}, {199, 100, 4200}, {230, 98, 3955}, {244, 97, 3953}, {299, 100, 4200},
	} {
		d.Step(time.Unix(0, 0))
		d.Step(time.Unix(int64(tt.second), 0))
		charge, volts := number(t, d.agent, upsMIB+".2.4.0"), number(t, d.agent, upsMIB+".2.5.0")
		if charge != tt.charge || volts != tt.volts {
			t.Errorf("second %v: charge %v, %v dV", tt.second, charge, volts)
		}
	}
}

func TestDemoPDU(t *testing.T) {
	t.Parallel()
	begin := time.Unix(1e9, 0)
	d := DemoPDU(7)
	energy := 0.0
	for minute := range 180 {
		d.Step(begin.Add(time.Duration(minute) * time.Minute))
		watts, banks := 0.0, 0.0
		for _, v := range d.agent.tree.Under(rPDU2MIB + ".9.4.3.1.7").Varbinds() {
			n, _ := v.Value.Number()
			watts += n
		}
		for _, v := range d.agent.tree.Under(rPDU2MIB + ".8.3.1.5").Varbinds() {
			n, _ := v.Value.Number()
			banks += n
		}
		if all := number(t, d.agent, rPDU2MIB+".4.3.1.5.1") * 10; all < watts-20 || all > watts+20 {
			t.Fatalf("minute %d: %v W, outlets %v W", minute, all, watts)
		}
		if all := number(t, d.agent, rPDU2MIB+".6.3.1.5.1"); all < banks-2 || all > banks+2 || all < 100 {
			t.Fatalf("minute %d: %v dA, banks %v dA", minute, all, banks)
		}
		now := number(t, d.agent, rPDU2MIB+".4.3.1.9.1")
		if now < energy {
			t.Fatalf("minute %d: the meter goes back", minute)
		}
		energy = now
	}
	states := d.agent.tree.Under(rPDU2MIB + ".9.2.3.1.5").Varbinds()
	if len(states) != pduOutlets || states[7].Value.Text() != "1" || states[0].Value.Text() != "2" {
		t.Errorf("states %v", states)
	}
}

func TestDemoDependsOnTimeAndSeedOnly(t *testing.T) {
	t.Parallel()
	for _, device := range []func(uint64) *Demo{DemoUPS, DemoPDU} {
		at := func(seed uint64, begin, end time.Time) *Demo {
			d := device(seed)
			d.Step(begin)
			d.Step(end)
			return d
		}
		begin := time.Unix(1e9, 0)
		one := at(1, begin, begin.Add(100*time.Second))
		same := at(1, begin.Add(time.Hour), begin.Add(time.Hour+100*time.Second))
		if !slices.Equal(one.agent.tree.Varbinds(), same.agent.tree.Varbinds()) {
			t.Error("the same seed and time, and other values")
		}
		if slices.Equal(one.agent.tree.Varbinds(), at(2, begin, begin.Add(100*time.Second)).agent.tree.Varbinds()) {
			t.Error("another seed, and the same values")
		}
	}
}

func TestDemoUptime(t *testing.T) {
	t.Parallel()
	d := DemoUPS(1)
	if err := d.Agent().Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	defer d.Agent().Close()
	c := dial(t, d.Agent().Addr())
	d.Step(time.Unix(5000, 0))
	d.Step(time.Unix(5042, 0))
	want(t, "uptime", c.ask(c.request(Get, sysUpTime)), "3.0=4200")
}
