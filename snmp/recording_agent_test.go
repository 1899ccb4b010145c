package snmp_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/argus-power/argus/snmp"
	"github.com/argus-power/argus/snmp/snmptest"
)

// TestRecordingAsAgent holds that a recording is read as a client would read the
// agent that gave it: the two readers of recordings know nothing of each other.
func TestRecordingAsAgent(t *testing.T) {
	for _, r := range snmptest.Recordings(t) {
		var b bytes.Buffer
		if err := r.Tree.Write(&b); err != nil {
			t.Fatal(err)
		}
		got, err := snmp.ReadRecording(strings.NewReader(b.String()))
		if err != nil {
			t.Errorf("%s: %v", r.Name, err)
			continue
		}
		want := r.Tree.Varbinds()
		if len(got) != len(want) {
			t.Errorf("%s: %d instances, want %d", r.Name, len(got), len(want))
			continue
		}
		for i := range got {
			if !reflect.DeepEqual(got[i], want[i]) {
				t.Errorf("%s: %+v, want %+v", r.Name, got[i], want[i])
			}
		}
	}
}
