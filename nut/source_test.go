package nut_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/argus-power/argus/nut"
	"github.com/argus-power/argus/nut/nuttest"
	"github.com/argus-power/argus/power"
)

func TestSourceRead(t *testing.T) {
	server := nuttest.Start(t,
		nuttest.Device{Name: "rack", Description: "Left rack", Vars: map[string]string{
			"ups.status": "OL", "ups.load": "50",
		}},
		nuttest.Device{Name: "shed", Description: "Description unavailable"},
	)
	server.Fail("shed", nut.CodeDataStale)
	var asked []string
	source := nut.Source{
		Reader: nut.NewReader(server.Addr(), nut.Options{}), Module: builtin(t),
		Rating: func(device string) power.Ratings {
			asked = append(asked, device)
			return power.Ratings{Watts: 400}
		},
		Now: func() time.Time { return taken },
	}
	list, err := source.Read(soon(t))
	if err != nil || len(list) != 2 {
		t.Fatalf("%d devices, %v", len(list), err)
	}
	rack, shed := list[0], list[1]
	if watts, _ := rack.Find(power.Power); watts != 200 || !slices.Equal(asked, []string{"rack"}) {
		t.Errorf("%v W with the ratings of %q", watts, asked)
	}
	if rack.Info.Name != "Left rack" || rack.Info.Protocol != "nut" || rack.Taken != taken ||
		rack.Err != nil {
		t.Errorf("rack: %+v, taken %v, %v", rack.Info, rack.Taken, rack.Err)
	}
	if power.ReasonOf(shed.Err) != power.Stale || shed.Device != "shed" || shed.Taken != taken ||
		shed.Info != (power.Info{Protocol: "nut"}) || len(shed.Readings) > 0 {
		t.Errorf("shed: %v, %+v", shed.Err, shed.Info)
	}
}

// TestSourceOnly holds that a source asks for nothing but what it is for.
func TestSourceOnly(t *testing.T) {
	server := nuttest.Start(t, device("a"), device("b"))
	source := nut.Source{
		Reader: nut.NewReader(server.Addr(), nut.Options{}), Module: builtin(t),
		Only: []string{"b", "none"}, Now: time.Now,
	}
	list, err := source.Read(soon(t))
	if err != nil || len(list) != 2 {
		t.Fatalf("%d devices, %v", len(list), err)
	}
	for _, s := range list {
		want := map[string]power.Reason{"b": "", "none": power.UnknownDevice}[s.Device]
		if got := power.ReasonOf(s.Err); got != want || s.Device == "a" {
			t.Errorf("%s: %q, want %q", s.Device, got, want)
		}
	}
}

func TestSourceSilent(t *testing.T) {
	server := nuttest.Start(t, device("a"))
	server.Close()
	source := nut.Source{
		Reader: nut.NewReader(server.Addr(), nut.Options{}), Module: builtin(t), Now: time.Now,
	}
	list, err := source.Read(soon(t))
	if _, ok := errors.AsType[*power.Failure](err); !ok || len(list) > 0 {
		t.Fatalf("%d devices, %v", len(list), err)
	}
	if got := power.ReasonOf(err); got != power.Refused {
		t.Errorf("reason %s, want refused", got)
	}
}

// TestReasons holds which errors mean what. The error itself stays in the chain.
func TestReasons(t *testing.T) {
	m := compiled(t, nut.Definition{})
	answer := func(code string) error { return &nut.ServerError{Code: code} }
	op := func(errno syscall.Errno) error {
		return &net.OpError{Op: "read", Err: os.NewSyscallError("read", errno)}
	}
	for _, test := range []struct {
		err  error
		want power.Reason
	}{
		{answer(nut.CodeDataStale), power.Stale},
		{answer(nut.CodeDriverNotConnected), power.DriverNotConnected},
		{answer(nut.CodeUnknownUPS), power.UnknownDevice},
		{answer(nut.CodeAccessDenied), power.AccessDenied},
		{answer(nut.CodeInvalidPassword), power.AccessDenied},
		{answer(nut.CodeInvalidUsername), power.AccessDenied},
		{answer(nut.CodeUsernameRequired), power.AccessDenied},
		{answer(nut.CodePasswordRequired), power.AccessDenied},
		{answer(nut.CodeMaxClients), power.Busy},
		{answer("SOMETHING-NEW"), power.BadAnswer},
		{&net.DNSError{IsNotFound: true}, power.NameNotFound},
		{&net.DNSError{IsTimeout: true}, power.Timeout},
		{fmt.Errorf("%w: %w", nut.ErrConnect, context.Canceled), power.Canceled},
		{fmt.Errorf("%w: %w", nut.ErrNoAnswer, context.Canceled), power.Canceled},
		{context.DeadlineExceeded, power.Timeout},
		{os.ErrDeadlineExceeded, power.Timeout},
		{nut.ErrNoAnswer, power.Timeout},
		{op(syscall.ETIMEDOUT), power.Timeout},
		{nut.ErrTLSRefused, power.BadTLS},
		{nut.ErrTLSInjection, power.BadTLS},
		{nut.ErrTLS, power.BadTLS},
		{fmt.Errorf("%w: %w", nut.ErrTLS, io.EOF), power.BadTLS},
		{nut.ErrPlaintextPassword, power.Forbidden},
		{nut.ErrUnexpectedLine, power.BadAnswer},
		{nut.ErrQuoting, power.BadAnswer},
		{nut.ErrLineTooLong, power.BadAnswer},
		{nut.ErrValueTooLong, power.BadAnswer},
		{nut.ErrListTooLong, power.BadAnswer},
		{nut.ErrTooMuchData, power.BadAnswer},
		{fmt.Errorf("%w: %w", nut.ErrConnect, op(syscall.ECONNREFUSED)), power.Refused},
		{op(syscall.EHOSTUNREACH), power.Unreachable},
		{op(syscall.ENETUNREACH), power.Unreachable},
		{nut.ErrConnectionClosed, power.Disconnected},
		{op(syscall.ECONNRESET), power.Disconnected},
		{op(syscall.EPIPE), power.Disconnected},
		{io.EOF, power.Disconnected},
		{io.ErrUnexpectedEOF, power.Disconnected},
		{errors.New("odd"), power.OtherReason},
		{&power.Failure{Reason: power.Forbidden, Err: io.EOF}, power.Forbidden},
	} {
		err := fmt.Errorf("LIST VAR ups: %w", test.err)
		list := m.Snapshots(nut.Device{UPS: nut.UPS{Name: "ups", Description: "Left"}, Err: err},
			taken, nil)
		if len(list) != 1 {
			t.Fatalf("%d snapshots", len(list))
		}
		s := list[0]
		if got := power.ReasonOf(s.Err); got != test.want || !errors.Is(s.Err, test.err) {
			t.Errorf("%v: reason %s, want %s", s.Err, got, test.want)
		}
		if s.Device != "ups" || s.Info.Name != "Left" || len(s.Readings) > 0 {
			t.Errorf("snapshot of a failure: %+v", s)
		}
	}
}

func TestDaisyChain(t *testing.T) {
	list := snapshots(builtin(t), varsOf(strings.Join([]string{
		"device.count: 3", "device.mfr: Quay", "device.type: pdu", "ups.status: OL",
		"device.1.mfr: Quay One", "device.1.type: pdu", "device.1.ups.status: OL",
		"device.01.input.current: 2.5",
		"device.2.model: Strip", "device.2.device.type: pdu", "device.2.outlet.3.status: off",
		"device.2.ups.alarm: Open!", "device.2.ambient.1.temperature: 20",
		"device.x.mfr: odd", "device.3.input.voltage: 230", "device.3.ups.status: WAIT",
	}, "\n")))
	var got []string
	for _, s := range list {
		got = append(got, s.Device+" "+s.Info.Type+" "+s.Info.Manufacturer+" "+s.Info.Model)
	}
	want := []string{"ups pdu Quay ", "ups/1 pdu Quay One ", "ups/2 pdu  Strip", "ups/3 ups  "}
	if !slices.Equal(got, want) {
		t.Fatalf("got %q\nwant %q", got, want)
	}
	wantOutcome(t, list[0], "alarms 0", "unmapped device.count", "unmapped device.x.mfr")
	wantOutcome(t, list[1], "alarms 0", "input_current_amperes 2.5")
	wantOutcome(t, list[2], "alarms 1", "alarm_info{alarm=Open!} 1", "outlet_on{outlet=3} 0",
		"sensor_temperature_celsius{sensor=1} 20")
	if power.ReasonOf(list[3].Err) != power.NoDataYet {
		t.Errorf("third of the chain: %v", list[3].Err)
	}
	for _, s := range list[:3] {
		if s.Err != nil {
			t.Errorf("%s: %v", s.Device, s.Err)
		}
	}
}

// TestDaisyChainRatings holds that the owner may rate each unit of a chain.
func TestDaisyChainRatings(t *testing.T) {
	d := nut.Device{UPS: nut.UPS{Name: "ups"}, Vars: varsOf("ups.load: 10\ndevice.2.ups.load: 20")}
	list := builtin(t).Snapshots(d, taken, func(device string) power.Ratings {
		return map[string]power.Ratings{"ups": {Watts: 100}, "ups/2": {Watts: 200}}[device]
	})
	for i, want := range []float64{10, 40} {
		if got, _ := list[i].Find(power.Power); got != want {
			t.Errorf("%s: %v W, want %v", list[i].Device, got, want)
		}
	}
}

// TestSensorMissing holds that the sockets without a probe are left out.
func TestSensorMissing(t *testing.T) {
	m := builtin(t)
	for _, test := range []struct {
		vars string
		want []string
	}{
		{
			"ambient.temperature: 0.0\nambient.humidity: 0.00",
			[]string{
				"dropped ambient.temperature sensor_missing", "dropped ambient.humidity sensor_missing",
			},
		},
		{
			"ambient.temperature: 0.0\nambient.humidity: 40",
			[]string{"sensor_temperature_celsius{sensor=0} 0", "sensor_humidity_ratio{sensor=0} 0.4"},
		},
		{"ambient.temperature: 0.0", []string{"sensor_temperature_celsius{sensor=0} 0"}},
		{
			"ambient.1.present: No\nambient.1.temperature: 20\nambient.1.temperature.high: 30\n" +
				"ambient.1.name: Door\nambient.1.contacts.1.status: active\nambient.2.temperature: 21",
			[]string{
				"sensor_temperature_celsius{sensor=2} 21",
				"dropped ambient.1.name sensor_missing",
				"dropped ambient.1.temperature sensor_missing",
				"dropped ambient.1.temperature.high sensor_missing",
				"dropped ambient.1.contacts.1.status sensor_missing",
			},
		},
		{
			"ambient.present: 0\nambient.humidity: 40\nambient.1.humidity: 41",
			[]string{"sensor_humidity_ratio{sensor=1} 0.41", "dropped ambient.humidity sensor_missing"},
		},
		{
			"ambient.1.present: yes\nambient.1.humidity: 41",
			[]string{"sensor_humidity_ratio{sensor=1} 0.41"},
		},
	} {
		s := snapshot(t, m, test.vars)
		s.Unmapped = nil
		wantOutcome(t, s, test.want...)
	}
}

func TestInfo(t *testing.T) {
	m := builtin(t)
	for _, test := range []struct {
		vars string
		want power.Info
	}{
		{"driver.name: blazer_usb", power.Info{Type: "ups"}},
		{
			"ups.mfr: Harbour\nups.model: Skiff\nups.serial: S1\nups.firmware: 4\nups.firmware.aux: 9",
			power.Info{
				Type: "ups", Manufacturer: "Harbour", Model: "Skiff", Serial: "S1", Firmware: "4",
			},
		},
		{
			"ups.mfr: u\ndevice.mfr:  d \nups.model: u\ndevice.model: d\nups.serial: u\n" +
				"device.serial: d\ndevice.type: ATS\ndevice.location: Attic\ndevice.description: North",
			power.Info{
				Type: "ats", Manufacturer: "d", Model: "d", Serial: "d", Location: "Attic", Name: "North",
			},
		},
		{
			"device.mfr: unknown\nups.mfr: Harbour\ndevice.model: \nups.model: ?\nups.product: Skiff\n" +
				"device.serial: 000000000\nups.serial: Blank\ndevice.type: hat\nups.firmware: ####",
			power.Info{Type: "ups", Manufacturer: "Harbour", Model: "Skiff"},
		},
		{
			"device.type: ambient\nups.mfr: a\xffb\x00",
			power.Info{Type: "sensor", Manufacturer: "a\uFFFDb"},
		},
	} {
		test.want.Protocol = "nut"
		s := snapshot(t, m, test.vars)
		if s.Info != test.want {
			t.Errorf("%q\n got %+v\nwant %+v", test.vars, s.Info, test.want)
		}
		if len(s.Unmapped) > 0 && s.Unmapped[0] != "driver.name" {
			t.Errorf("variables of the info count as unmapped: %v", s.Unmapped)
		}
	}
}

// TestDescription holds that the administrator's words come before the device's.
func TestDescription(t *testing.T) {
	for description, want := range map[string]string{
		"Left rack": "Left rack", "": "North", "Description unavailable": "North", "?": "North",
	} {
		d := nut.Device{
			UPS:  nut.UPS{Name: "ups", Description: description},
			Vars: varsOf("device.description: North"),
		}
		if got := builtin(t).Snapshots(d, taken, nil)[0].Info.Name; got != want {
			t.Errorf("%q gives the name %q, want %q", description, got, want)
		}
	}
}

// TestRaw holds what the raw export tells and what it keeps to itself.
func TestRaw(t *testing.T) {
	m := compiled(t, nut.Definition{Raw: true})
	s := snapshot(t, m, strings.Join([]string{
		"driver.parameter.password: 1234", "driver.parameter.pollinterval: 2",
		"ups.load: 018", "ups.vendorid: 0764", "ups.productid: 0002", "outlet.1.id: 1.00",
		"outlet.2.groupid: 1", "ups.serial: 000123", "ups.serial.internal: 7", "ups.firmware: 1",
		"ups.firmware.aux: 3.0", "driver.version.internal: 0.41", "ups.model: 500",
		"ups.model.aux: 1500", "battery.type: 18", "input.quality: 00", "ups.id: 20",
		"battery.date: 01012001", "battery.mfr.date: 1", "ups.time: 12", "device.uptime: 5",
		"ups.status: OL", "odd.number: 1e3",
	}, "\n"))
	var got []string
	for _, v := range s.Raw {
		text := v.Name + " text " + v.Text
		if v.Numeric {
			text = fmt.Sprintf("%s %v", v.Name, v.Number)
		}
		got = append(got, text)
	}
	want := []string{
		"ups.load 18", "ups.vendorid text 0764", "ups.productid text 0002",
		"outlet.1.id text 1.00", "outlet.2.groupid text 1", "ups.serial text 000123",
		"ups.serial.internal text 7", "ups.firmware text 1", "ups.firmware.aux text 3.0",
		"driver.version.internal text 0.41", "ups.model text 500", "ups.model.aux text 1500",
		"battery.type text 18", "input.quality text 00", "ups.id text 20",
		"battery.date text 01012001", "battery.mfr.date text 1",
		"device.uptime 5", "ups.status text OL", "odd.number text 1e3",
	}
	if !slices.Equal(got, want) {
		t.Errorf(" got %s\nwant %s", strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
	if s := snapshot(t, builtin(t), "ups.load: 1"); len(s.Raw) > 0 {
		t.Errorf("raw export without being asked for: %v", s.Raw)
	}
}
