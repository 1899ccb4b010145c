package nuttest_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/argus-power/argus/nut/nuttest"
)

func TestReadDump(t *testing.T) {
	got, err := nuttest.ReadDump(strings.NewReader(
		"# DEVICE: none\n\nups.status: OL\r\nups.time: 20:18:14\nups.id:\n  ups.mfr:  Two  blanks \n"))
	want := map[string]string{
		"ups.status": "OL", "ups.time": "20:18:14", "ups.id": "", "ups.mfr": " Two  blanks",
	}
	if err != nil || !maps.Equal(got, want) {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
	for _, text := range []string{"ups.status OL", "Init SSL without certificate: x", ": x"} {
		if got, err := nuttest.ReadDump(strings.NewReader("a: b\n" + text)); err == nil ||
			!strings.HasPrefix(err.Error(), "line 2: ") {
			t.Errorf("%q: got %q, %v", text, got, err)
		}
	}
}
