package snmp

import (
	"context"
	"slices"
	"strings"
	"testing"
)

// FuzzRecording holds that no recording breaks its reader, and that what it accepts is
// an agent like any other: in order, and the same whichever way it is asked.
func FuzzRecording(f *testing.F) {
	for _, seed := range []string{
		"1.3.6.1.2.1.1.1.0|4|Card\n1.3.6.1.2.1.1.3.0|67|123\n# a remark\n\n1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.9",
		".1.3.6.1|4x|00ff\r\n1.3.6.1.5|64x|0a000001\n1.3.6.1.6|64|10.0.0.1\n1.3.6.1.7|5|",
		"1.3.6.2|68x|9f780442f60000\n1.3.6.3|70|18446744073709551615\n1.3.6.3|2|-1\n1.3.6.1|129|",
		"1.3.6.1|66|NaN\n1.3.6.1.4294967295|2|1e309\n0.39|2|1\n2.999|2|1",
		"1.3.6.1|4\n1..3|4|x\n|4|x\n1.3.6.1|300|x\n1.3.6.1|4x|0\n1.3.6.1.01|2|1\n1.3.6.1.1|2|2",
		strings.Repeat("1.3.6.1.", 200) + "1|2|1",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ReadRecording(strings.NewReader(text))
		if err != nil {
			return
		}
		checkOrder(t, r)
		walkNext(t, r)
		walkColumns(t, r)
	})
}

func checkOrder(t *testing.T, r Recording) {
	for i, v := range r {
		if !validOID(v.OID) || !v.Value.Exists() {
			t.Fatalf("%q is %v", v.OID, v.Value)
		}
		if i > 0 && compareOID(r[i-1].OID, v.OID) >= 0 {
			t.Fatalf("%s stands before %s", r[i-1].OID, v.OID)
		}
		values, err := r.Get(context.Background(), []string{v.OID, v.OID + ".0.0.7"})
		wantNoError(t, err)
		if !same(values[0], v.Value) {
			t.Fatalf("GET of %s gives %v, want %v", v.OID, values[0], v.Value)
		}
		_, _ = v.Value.Number()
		_ = v.Value.Text()
	}
}

// same compares values; NaN, which no agent has but a recording may, is like itself.
func same(a, b Value) bool {
	return a == b || a.Type == b.Type && a.number != a.number && b.number != b.number
}

func walkNext(t *testing.T, r Recording) {
	at := "0"
	if len(r) > 0 && r[0].OID == at {
		r = r[1:]
	}
	for _, want := range r {
		list, err := r.Next(context.Background(), []string{at})
		wantNoError(t, err)
		if list[0].OID != want.OID || !same(list[0].Value, want.Value) {
			t.Fatalf("GETNEXT of %s gives %v, want %v", at, list[0], want)
		}
		at = want.OID
	}
	list, err := r.Next(context.Background(), []string{at})
	wantNoError(t, err)
	if len(r) > 0 && list[0].Value.Type != Gone {
		t.Fatalf("%v follows the last", list[0])
	}
}

// walkColumns reads the columns that the first instances are in.
func walkColumns(t *testing.T, r Recording) {
	for _, v := range r[:min(len(r), 20)] {
		root := v.OID
		if i := strings.LastIndexByte(root, '.'); i > 0 {
			root = root[:i]
		}
		column := r.Columns(context.Background(), []string{root}, 0)[0]
		wantNoError(t, column.Err)
		var want []string
		for _, other := range r {
			if index, ok := under(other.OID, root); ok {
				want = append(want, index)
			}
		}
		got := make([]string, 0, len(column.Cells))
		for _, cell := range column.Cells {
			got = append(got, cell.Index)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("below %s there is %q, want %q", root, got, want)
		}
	}
}
