package snmptest_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/argus-power/argus/snmp"
	"github.com/argus-power/argus/snmp/snmptest"
)

const recording = "# a comment\n" +
	"1.3.6.1.4.1.9.2|4x|c3a400\r\n" +
	"1.3.6.1.4.1.9.10|66|4294967295\n" +
	".1.3.6.1.4.1.9.1|2|-7\n" +
	"1.3.6.1.4.1.9.1|2|8\n\n" +
	"1.3.6.1.4.1.9.3|6|1.3.6.1.2.1.33\n" +
	"1.3.6.1.4.1.9.4|64|192.0.2.1\n" +
	"1.3.6.1.4.1.9.5|64x|c0000202\n" +
	"1.3.6.1.4.1.9.6|70|18446744073709551615\n" +
	"1.3.6.1.4.1.9.7|67|100\n" +
	"1.3.6.1.4.1.9.8|5|\n" +
	"1.3.6.1.4.1.9.9|4|a|b\n" +
	"1.3.6.1.4.1.9.11|65|0\n" +
	"1.3.6.1.4.1.9.12|68x|9f780442280000\n"

func parse(t *testing.T, text string) *snmptest.Tree {
	t.Helper()
	tree, err := snmptest.ParseRecording(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func TestParseRecording(t *testing.T) {
	t.Parallel()
	tree := parse(t, recording)
	want := []snmp.Value{
		snmp.Number(snmp.Integer, -7), snmp.Text(snmp.Bytes, "ä\x00"),
		snmp.Text(snmp.ObjectID, "1.3.6.1.2.1.33"), snmp.Text(snmp.IPAddress, "192.0.2.1"),
		snmp.Text(snmp.IPAddress, "192.0.2.2"), snmp.Number(snmp.Unsigned, 18446744073709551615),
		snmp.Number(snmp.TimeTicks, 100),
		{Type: snmp.Null},
		snmp.Text(snmp.Bytes, "a|b"),
		snmp.Number(snmp.Unsigned, 4294967295), snmp.Number(snmp.Unsigned, 0),
		snmp.Number(snmp.Float, 42),
	}
	got := tree.Varbinds()
	if len(got) != len(want) {
		t.Fatalf("got %v", got)
	}
	for i, v := range got {
		if v.Value != want[i] || v.OID != "1.3.6.1.4.1.9."+snmp.Number(snmp.Integer, float64(i+1)).Text() {
			t.Errorf("%s: got %v, want %v", v.OID, v.Value, want[i])
		}
	}
	for _, bad := range []string{
		"1.3", "1.3|2", "x|2|3", "1.3.6|2|x", "1.3.6|x|1", "1.3.6|4x|0", "1.3.6|2x|00",
		"1.3.6|9|1", "1.3.6|66|-1", "1.3.6|64|1.2.3", "1.3.6|6|1", "1.3.4294967296|2|1",
	} {
		if _, err := snmptest.ParseRecording(strings.NewReader(recording + bad)); err == nil ||
			!strings.HasPrefix(err.Error(), "line 16: ") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestTree(t *testing.T) {
	t.Parallel()
	tree := snmptest.NewTree(map[string]snmptest.Value{
		"1.3.6.1.10.1": snmptest.Int(3), "1.3.6.1.2.1": snmptest.Int(1), "1.3.6.1.2.10": snmptest.Int(2),
	})
	oid, value, ok := tree.Next("1.3.6.1.2.1")
	if !ok || oid != "1.3.6.1.2.10" || value != snmptest.Int(2) {
		t.Errorf("next is %s", oid)
	}
	if _, _, ok := tree.Next("1.3.6.1.10.1"); ok {
		t.Error("there is something behind the last")
	}
	tree.Set("1.3.6.1.2.2", snmptest.Text("x"))
	tree.Set("1.3.6.1.2.1", snmptest.Null())
	if got := slices.Collect(maps.Keys(maps.Collect(tree.Under("1.3.6.1.2").All()))); len(got) != 3 {
		t.Errorf("under: %v", got)
	}
	if value, ok := tree.Get("1.3.6.1.2.1"); !ok || value != snmptest.Null() {
		t.Errorf("%v", value)
	}
	other := tree.Clone()
	tree.Delete("1.3.6.1.2")
	if tree.Len() != 1 || other.Len() != 4 {
		t.Errorf("%d and %d left", tree.Len(), other.Len())
	}
}

func TestMalformedValues(t *testing.T) {
	t.Parallel()
	for _, v := range []snmptest.Value{
		{Tag: snmptest.TagInteger},
		{Tag: snmptest.TagGauge32},
		{Tag: 0x4f, Data: "?"},
		{Tag: snmptest.TagIPAddress, Data: "abc"},
		{Tag: snmptest.TagObjectID},
	} {
		if got := v.Value(); got != (snmp.Value{Type: snmp.Null}) {
			t.Errorf("%v is %v", v, got)
		}
	}
	if v := (snmptest.Value{Tag: snmptest.TagNoSuchObject}).Value(); v.Exists() {
		t.Error("noSuchObject exists")
	}
}

// TestRecordings writes and reads again all recordings of real devices.
func TestRecordings(t *testing.T) {
	t.Parallel()
	objects := 0
	for _, r := range snmptest.Recordings(t) {
		objects += r.Tree.Len()
		var b strings.Builder
		if err := r.Tree.Write(&b); err != nil {
			t.Fatal(err)
		}
		again := parse(t, b.String())
		if !slices.Equal(again.Varbinds(), r.Tree.Varbinds()) {
			t.Errorf("%s: not the same when written", r.Name)
		}
	}
	if objects < 100000 {
		t.Errorf("%d objects", objects)
	}
}
