package nut_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/argus-power/argus/nut"
)

// read reads and compares what came and what the server heard for it.
func read(t *testing.T, f *fakeUpsd, r *nut.Reader, devices string, asked string, only ...string) {
	t.Helper()
	got, err := r.Read(soon(t), only...)
	if err != nil || brief(got) != devices {
		t.Errorf("got %s, %v\nwant %s", brief(got), err, devices)
	}
	if log, _ := f.heard(); strings.Join(log, "; ") != asked {
		t.Errorf("server heard %s\nwant %s", strings.Join(log, "; "), asked)
	}
}

func TestReaderReadsAll(t *testing.T) {
	f := &fakeUpsd{upses: []string{"b", "a"}, vars: 3}
	r := nut.NewReader(f.start(t), nut.Options{})
	for range 3 {
		read(t, f, r, "a:3, b:3", "LIST UPS; LIST VAR b; LIST VAR a")
	}
	devices, _ := r.Read(soon(t))
	if got := fmt.Sprint(devices[0]); got !=
		"{{a A} [{input.voltage.0 230} {input.voltage.1 231} {input.voltage.2 232}] <nil>}" {
		t.Error(got)
	}
}

func TestReaderFollowsTheServersList(t *testing.T) {
	f := &fakeUpsd{upses: []string{"a", "b"}, vars: 1}
	r := nut.NewReader(f.start(t), nut.Options{})
	rename := func(names ...string) {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.upses = names
	}
	read(t, f, r, "a:1, b:1", "LIST UPS; LIST VAR a; LIST VAR b")
	rename("c", "b")
	read(t, f, r, "b:1, c:1", "LIST UPS; LIST VAR a; LIST VAR b; LIST VAR c")
	read(t, f, r, "b:1, c:1", "LIST UPS; LIST VAR c; LIST VAR b")
	rename()
	read(t, f, r, "", "LIST UPS; LIST VAR c; LIST VAR b")
	read(t, f, r, "", "LIST UPS")
	rename("c", "C") // one UPS, whatever the server thinks
	read(t, f, r, "c:1", "LIST UPS; LIST VAR c")
}

func TestReaderNamed(t *testing.T) {
	f := &fakeUpsd{upses: []string{"Eaton", "apc"}, vars: 2}
	r := nut.NewReader(f.start(t), nut.Options{})
	read(t, f, r, "Eaton:2", "LIST UPS; LIST VAR EATON", "EATON")
	read(t, f, r, "Eaton:2, apc:2", "LIST UPS; LIST VAR apc; LIST VAR Eaton",
		"apc", "eaton", "APC")
	read(t, f, r, `apc:2, gone!list vars of "gone": server answered ERR UNKNOWN-UPS`,
		"LIST UPS; LIST VAR gone; LIST VAR apc", "gone", "apc")
	devices, _ := r.Read(soon(t), "EATON")
	if len(devices) != 1 || devices[0].Description != "EATON" {
		t.Errorf("got %v", devices)
	}
	f.heard()
	if _, err := r.Read(soon(t), "apc", "a b"); !errors.Is(err, nut.ErrInvalidName) {
		t.Errorf("got %v", err)
	}
	if log, n := f.heard(); len(log)+n != 0 {
		t.Errorf("dialled for an invalid name, %q", log)
	}
}

// Servers other than upsd can insist on their own spelling.
func TestReaderRespells(t *testing.T) {
	f := &fakeUpsd{
		upses: []string{"Eaton"}, vars: 2,
		say: map[string]string{"LIST VAR eaton": "ERR UNKNOWN-UPS\n"},
	}
	r := nut.NewReader(f.start(t), nut.Options{})
	read(t, f, r, "Eaton:2", "LIST UPS; LIST VAR eaton; LIST VAR Eaton", "eaton")
	read(t, f, r, "Eaton:2", "LIST UPS; LIST VAR Eaton", "eaton")
}

func TestReaderOneStale(t *testing.T) {
	f := &fakeUpsd{upses: []string{"a", "b", "c"}, vars: 2, say: map[string]string{
		"LIST VAR a": "BEGIN LIST VAR a\nVAR a x \"1\"\nERR DRIVER-NOT-CONNECTED\n",
		"LIST VAR b": "ERR DATA-STALE\n",
	}}
	r := nut.NewReader(f.start(t), nut.Options{})
	for range 2 {
		read(t, f, r, `a!list vars of "a": server answered ERR DRIVER-NOT-CONNECTED, `+
			`b!list vars of "b": server answered ERR DATA-STALE, c:2`,
			"LIST UPS; LIST VAR a; LIST VAR b; LIST VAR c")
	}
	devices, _ := r.Read(soon(t))
	if !errors.Is(devices[1].Err, &nut.ServerError{Code: nut.CodeDataStale}) {
		t.Errorf("got %#v", devices[1].Err)
	}
}

func TestReaderUnaskableName(t *testing.T) {
	f := &fakeUpsd{upses: []string{"a", "w@rum"}, vars: 1}
	devices, err := nut.NewReader(f.start(t), nut.Options{}).Read(soon(t))
	if err != nil || len(devices) != 2 || devices[0].Err != nil ||
		!errors.Is(devices[1].Err, nut.ErrInvalidName) {
		t.Errorf("got %s, %v", brief(devices), err)
	}
}

func TestReaderListRefused(t *testing.T) {
	f := &fakeUpsd{
		upses: []string{"a"}, vars: 1,
		say: map[string]string{"LIST UPS": "ERR ACCESS-DENIED\n"},
	}
	r := nut.NewReader(f.start(t), nut.Options{})
	for _, only := range [][]string{nil, {"gone"}} {
		devices, err := r.Read(soon(t), only...)
		if devices != nil || err == nil || err.Error() !=
			"list UPSes: server answered ERR ACCESS-DENIED" {
			t.Errorf("%q: got %v, %v", only, devices, err)
		}
	}
	f.heard()
	read(t, f, r, `A:1, gone!list vars of "gone": server answered ERR UNKNOWN-UPS`,
		"LIST UPS; LIST VAR A; LIST VAR gone", "A", "gone")
	f.set(nil)
	read(t, f, r, "a:1", "LIST UPS; LIST VAR a")
	f.set(map[string]string{"LIST UPS": "ERR ACCESS-DENIED\n"})
	if devices, err := r.Read(soon(t)); devices != nil || err == nil {
		t.Errorf("with names remembered: %v, %v", devices, err)
	}
}

func TestReaderCredentials(t *testing.T) {
	f := &fakeUpsd{upses: []string{"a"}, vars: 1}
	r := nut.NewReader(f.start(t), nut.Options{
		Username: "me", Password: "pw",
		AllowPlaintextPassword: true,
	})
	read(t, f, r, "a:1", `USERNAME "me"; PASSWORD "pw"; LIST UPS; LIST VAR a`)
	read(t, f, r, "a:1", `USERNAME "me"; PASSWORD "pw"; LIST UPS; LIST VAR a`)
	for _, command := range []string{`USERNAME "me"`, `PASSWORD "pw"`} {
		f.set(map[string]string{command: "ERR ACCESS-DENIED\n"})
		devices, err := r.Read(soon(t))
		if devices != nil || !errors.Is(err, &nut.ServerError{Code: nut.CodeAccessDenied}) {
			t.Errorf("%s: got %v, %v", command, devices, err)
		}
	}
}

func TestReaderSeveralGoroutines(t *testing.T) {
	f := &fakeUpsd{upses: []string{"a", "b", "c"}, vars: 20}
	r := nut.NewReader(f.start(t), nut.Options{})
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			only := [][]string{nil, {"a"}, {"c", "b"}}[i%3]
			devices, err := r.Read(soon(t), only...)
			if want := []int{3, 1, 2}[i%3]; err != nil || len(devices) != want {
				t.Errorf("%s, %v", brief(devices), err)
			}
			for _, d := range devices {
				if d.Err != nil || len(d.Vars) != 20 {
					t.Error(d)
				}
			}
		})
	}
	wg.Wait()
}

// More questions than one write takes.
func TestReaderManyUPSes(t *testing.T) {
	f := &fakeUpsd{vars: 1}
	for i := range 200 {
		f.upses = append(f.upses, fmt.Sprintf("%s-%03d", strings.Repeat("x", 120), i))
	}
	r := nut.NewReader(f.start(t), nut.Options{})
	for range 2 {
		devices, err := r.Read(soon(t))
		if err != nil || len(devices) != 200 {
			t.Fatalf("%d devices, %v", len(devices), err)
		}
		for i, d := range devices {
			if d.Err != nil || d.Name != f.upses[i] || len(d.Vars) != 1 {
				t.Fatal(d)
			}
		}
	}
}

// A server that executes one command per read gets a second connection, once.
func TestReaderOneCommandPerRead(t *testing.T) {
	for _, hangUp := range []bool{false, true} {
		t.Run(fmt.Sprintf("hangUp=%t", hangUp), func(t *testing.T) {
			f := &fakeUpsd{upses: []string{"a", "b"}, vars: 3, singly: true, hangUp: hangUp}
			r := nut.NewReader(f.start(t), nut.Options{Username: "me"})
			r.SetPatience(20 * time.Millisecond)
			now := time.Now()
			r.SetClock(func() time.Time { return now })
			check := func(asked string, connections int) {
				t.Helper()
				devices, err := r.Read(soon(t))
				if err != nil || brief(devices) != "a:3, b:3" {
					t.Errorf("got %s, %v", brief(devices), err)
				}
				log, n := f.heard()
				if got := strings.Join(log, "; "); got != asked || n != connections {
					t.Errorf("server heard %s on %d connections\nwant %s", got, n, asked)
				}
			}
			orderly := `USERNAME "me"; LIST UPS; LIST VAR a; LIST VAR b`
			check(`USERNAME "me"; `+orderly, 2)
			check(orderly, 1)
			now = now.Add(59 * time.Minute)
			check(orderly, 1)
			now = now.Add(time.Minute)
			check(`USERNAME "me"; `+orderly, 2)
			check(orderly, 1)
		})
	}
}

// What the first connection has answered is not asked again.
func TestReaderKeepsWhatItHas(t *testing.T) {
	f := &fakeUpsd{upses: []string{"a", "b", "c"}, vars: 1, singly: true}
	r := nut.NewReader(f.start(t), nut.Options{})
	r.SetPatience(20 * time.Millisecond)
	read(t, f, r, "a:1, b:1, c:1", "LIST UPS; LIST VAR a; LIST VAR b; LIST VAR c")
}

// A server that loses the beginning of a command says that it does not know the rest.
func TestReaderLostBeginning(t *testing.T) {
	f := &fakeUpsd{
		upses: []string{"a"}, vars: 1,
		say: map[string]string{"LIST VAR a": "ERR UNKNOWN-COMMAND\n"},
	}
	r := nut.NewReader(f.start(t), nut.Options{})
	devices, err := r.Read(soon(t), "a")
	if err != nil || brief(devices) != `a!list vars of "a": server answered ERR UNKNOWN-COMMAND` {
		t.Errorf("got %s, %v", brief(devices), err)
	}
	if log, n := f.heard(); n != 2 || len(log) != 3 {
		t.Errorf("heard %q on %d connections", log, n)
	}
}

// A server that has answered several commands at once is not doubted when it hangs, until it has
// hung at the first of them.
func TestReaderHangIsNotOneAtATime(t *testing.T) {
	f := &fakeUpsd{upses: []string{"a", "b"}, vars: 1}
	r := nut.NewReader(f.start(t), nut.Options{})
	r.SetPatience(20 * time.Millisecond)
	read(t, f, r, "a:1, b:1", "LIST UPS; LIST VAR a; LIST VAR b")
	f.mu.Lock()
	f.do = map[string]behavior{"LIST VAR a": hang}
	f.mu.Unlock()
	for i, connections := range []int{1, 2, 2} {
		devices, err := r.Read(within(t, 400*time.Millisecond))
		if err != nil || len(devices) != 2 || !errors.Is(devices[1].Err, nut.ErrNoAnswer) {
			t.Errorf("got %s, %v", brief(devices), err)
		}
		if _, n := f.heard(); n != connections {
			t.Errorf("read %d: %d connections, want %d", i, n, connections)
		}
	}
	f.mu.Lock()
	f.do = nil
	f.mu.Unlock()
	read(t, f, r, "a:1, b:1", "LIST UPS; LIST VAR a; LIST VAR b")
}

func TestReaderContextWithoutDeadline(t *testing.T) {
	f := &fakeUpsd{upses: []string{"a"}, vars: 1, singly: true}
	r := nut.NewReader(f.start(t), nut.Options{})
	r.SetPatience(20 * time.Millisecond)
	for range 2 {
		if devices, err := r.Read(context.Background(), "a"); brief(devices) != "a:1" {
			t.Errorf("%s, %v", brief(devices), err)
		}
	}
}
