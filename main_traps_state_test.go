package main

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/argus-power/argus/snmp/trap"
)

// TestTrapState keeps the clocks of senders in a file, which may be torn, foreign, or not writable.
func TestTrapState(t *testing.T) {
	file := filepath.Join(t.TempDir(), "argus.db.traps")
	kept, want := trapState{file: file}, trap.State{Boots: 7, Engines: map[string]trap.EngineClock{"8000000501": {Boots: 1, Time: 2}}}
	if got, err := kept.load(); err != nil || !reflect.DeepEqual(got, trap.State{}) {
		t.Errorf("a first start: %+v, %v", got, err)
	}
	if err := kept.store(want); err != nil {
		t.Fatal(err)
	}
	if got, err := kept.load(); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := kept.store(want); err != nil {
		t.Fatal(err)
	}
	if again, err := os.Stat(file); err != nil || !os.SameFile(info, again) {
		t.Errorf("what has not changed is written again: %v", err)
	}
	for _, torn := range []string{"", `{"boots":7,"eng`, "\x00\x00\x00\x00", `{"boots":"7"}`} {
		if err := os.WriteFile(file, []byte(torn), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := kept.load(); err == nil || !strings.Contains(err.Error(), file) || !reflect.DeepEqual(got, trap.State{}) {
			t.Errorf("%q: %+v, %v", torn, got, err)
		}
	}
	if err := (&trapState{file: file}).store(want); err != nil {
		t.Errorf("a torn file is not replaced: %v", err)
	}
	nowhere := trapState{file: filepath.Join(file, "traps")} // below a file, so that not even root can write it
	if err := nowhere.store(want); err == nil || nowhere.last.Boots != 0 {
		t.Error("what was not stored is tried again")
	}
}
