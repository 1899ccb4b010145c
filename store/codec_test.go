package store

import (
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
)

func TestEventsAreKeptWhole(t *testing.T) {
	for seq := uint64(1); seq < 50; seq++ {
		want := fileRecord(seq)
		payload := encodeEvent(&want)
		got, ok := decodeEvent(seq, payload)
		if !ok || !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v became %+v (%v)", want, got, ok)
		}
		if n := len(payload) + overhead + 8; n > 150 {
			t.Errorf("an ordinary event takes %d bytes", n)
		}
		for cut := range payload {
			if _, ok := decodeEvent(seq, payload[:cut]); ok {
				t.Fatalf("%d of %d bytes are a record", cut, len(payload))
			}
		}
	}
}

func TestEventOfNothing(t *testing.T) {
	want := Record{Event: power.Event{Count: 1}}
	got, ok := decodeEvent(0, encodeEvent(&want))
	if !ok || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v became %+v (%v)", want, got, ok)
	}
}

func TestLongTextsAreCut(t *testing.T) {
	long := strings.Repeat("ä", 5000)
	r := Record{Key: Key{long, long, long}, Event: power.Event{Kind: "k", Place: long, Detail: long, Count: 1}}
	payload := encodeEvent(&r)
	key := seqKey(1)
	if _, ok := unseal(eventTable, key, seal(eventTable, key, payload)); !ok {
		t.Fatal("what is written is too long to be read")
	}
	got, ok := decodeEvent(1, payload)
	if !ok || got.Place != strings.Repeat("ä", maxText/2) {
		t.Errorf("place is %q", got.Place)
	}
}

// TestMetersAreKeptWhole sets each field there is in turn, so that one that is added later is not forgotten.
func TestMetersAreKeptWhole(t *testing.T) {
	kind := reflect.TypeFor[power.Meter]()
	for i := range kind.NumField() {
		m := new(power.Meter)
		fillValue(t, reflect.ValueOf(m).Elem().Field(i), kind.Field(i).Name)
		for _, m := range []*power.Meter{m, fullMeter(t)} {
			got, ok := decodeMeter(encodeMeter(m))
			if !ok || !reflect.DeepEqual(got, m) {
				t.Errorf("%s: %+v became %+v (%v)", kind.Field(i).Name, m, got, ok)
			}
		}
	}
	if got, ok := decodeMeter(encodeMeter(new(power.Meter))); !ok || !reflect.DeepEqual(got, new(power.Meter)) {
		t.Errorf("an empty meter became %+v", got)
	}
}

func fullMeter(t *testing.T) *power.Meter {
	m := new(power.Meter)
	fillValue(t, reflect.ValueOf(m).Elem(), "meter")
	return m
}

func fillValue(t *testing.T, v reflect.Value, name string) {
	t.Helper()
	switch p := v.Addr().Interface().(type) {
	case *time.Time:
		*p = fileEpoch.Add(time.Duration(len(name)) * time.Millisecond)
		return
	case *time.Duration:
		*p = time.Duration(len(name)) * time.Second
		return
	}
	switch v.Kind() {
	case reflect.Float64:
		v.SetFloat(float64(len(name)) + 1./3)
	case reflect.String:
		v.SetString(name)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Uint8, reflect.Uint32:
		v.SetUint(uint64(len(name)))
	case reflect.Struct:
		for i := range v.NumField() {
			fillValue(t, v.Field(i), v.Type().Field(i).Name+name)
		}
	default:
		t.Fatalf("%s: %s is not known here", name, v.Kind())
	}
}

func TestLongestMeterCanBeRead(t *testing.T) {
	m := fullMeter(t)
	m.Source, m.Serial = strings.Repeat("s", 5000), strings.Repeat("n", 5000)
	if _, ok := unseal(energyTable, idKey(1), seal(energyTable, idKey(1), encodeMeter(m))); !ok {
		t.Error("what is written is too long to be read")
	}
}

func TestTotalsAreKeptExactly(t *testing.T) {
	m := fileMeter(3, math.Nextafter(4.2e9, 5e9))
	m.Sum.OnBattery = 12345678901234567
	got, ok := decodeMeter(encodeMeter(m))
	if !ok || got.Sum != m.Sum || got.Today != m.Today {
		t.Errorf("%+v became %+v", m.Sum, got.Sum)
	}
}

func TestOrdinaryMeterIsSmall(t *testing.T) {
	if n := len(encodeMeter(fileMeter(3, 4.2e9+.123))) + overhead; n > 90 {
		t.Errorf("an ordinary meter takes %d bytes", n)
	}
}

func TestOneBitIsSeen(t *testing.T) {
	r := fileRecord(2)
	key := seqKey(2)
	value := seal(eventTable, key, encodeEvent(&r))
	if _, ok := unseal(eventTable, key, value); !ok {
		t.Fatal("a sound record is none")
	}
	for bit := range 8 * (len(key) + len(value)) {
		k, v := append([]byte(nil), key...), append([]byte(nil), value...)
		if bit < 8*len(k) {
			k[bit/8] ^= 1 << (bit % 8)
		} else {
			v[bit/8-len(k)] ^= 1 << (bit % 8)
		}
		if _, ok := unseal(eventTable, k, v); ok {
			t.Fatalf("bit %d is not seen", bit)
		}
	}
	if _, ok := unseal(dayTable, key, value); ok {
		t.Error("an event is taken for a day")
	}
}

func TestDayIsNotAddedTwice(t *testing.T) {
	r := dayRecord{sum: fileTotals(1), last: fileTotals(1)}
	if r.add(fileTotals(1)) {
		t.Error("the same again was added")
	}
	if !r.add(fileTotals(2)) || r.add(fileTotals(2)) || r.sum != plus(fileTotals(1), fileTotals(2)) {
		t.Errorf("sum is %+v", r.sum)
	}
	got, ok := decodeDay(r.encode())
	if !ok || got != r {
		t.Errorf("%+v became %+v", r, got)
	}
}

func TestColdOfAnotherVersion(t *testing.T) {
	for text, want := range map[string]*cold{
		`{"Key":{"Protocol":"nut","Address":"a:1","Device":"d"},"Target":7,"Info":{"Model":"M"},"Watch":"?","Counts":[1]}`: {Key: Key{"nut", "a:1", "d"}, Info: power.Info{Model: "M"}},
		`{"Key":{"Protocol":"nut","Address":"a:1","Device":"d"},"Later":{"x":1}}`:                                          {Key: Key{"nut", "a:1", "d"}},
		`{"Key":{"Protocol":7}}`: nil,
		`{"Target":"x"}`:         nil,
		`nonsense`:               nil,
	} {
		got, ok := decodeCold([]byte(text))
		if ok != (want != nil) {
			t.Errorf("%s: %v", text, ok)
			continue
		}
		if want == nil {
			continue
		}
		want.Watch, want.Counts = new(power.Watch), map[power.EventKind]Count{}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v", text, got)
		}
	}
}

func FuzzEvent(f *testing.F) {
	for seq := range uint64(12) {
		r := fileRecord(seq)
		f.Add(encodeEvent(&r))
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		r, ok := decodeEvent(1, payload)
		if !ok {
			return
		}
		again, ok := decodeEvent(1, encodeEvent(&r))
		if !ok || len(r.Place) <= maxText && again.Place != r.Place || again.Kind != r.Kind && len(r.Kind) <= maxText {
			t.Errorf("%+v became %+v", r, again)
		}
	})
}

func FuzzMeter(f *testing.F) {
	f.Add(encodeMeter(fileMeter(1, 2)))
	f.Add(encodeMeter(new(power.Meter)))
	f.Fuzz(func(t *testing.T, payload []byte) {
		m, ok := decodeMeter(payload)
		if !ok {
			return
		}
		again, ok := decodeMeter(encodeMeter(m))
		if !ok || math.Float64bits(again.Sum.Joules) != math.Float64bits(m.Sum.Joules) || again.Sum.Gap != m.Sum.Gap {
			t.Errorf("%+v became %+v", m, again)
		}
	})
}

func FuzzDay(f *testing.F) {
	r := dayRecord{fileTotals(1), fileTotals(2)}
	f.Add(r.encode())
	f.Fuzz(func(t *testing.T, payload []byte) {
		if r, ok := decodeDay(payload); ok {
			if again, ok := decodeDay(r.encode()); !ok || again.sum.Gap != r.sum.Gap {
				t.Errorf("%+v became %+v", r, again)
			}
		}
	})
}

func FuzzCold(f *testing.F) {
	c, _ := encodeCold(fileCold(1))
	f.Add(c)
	f.Fuzz(func(t *testing.T, payload []byte) {
		if c, ok := decodeCold(payload); ok && (c.Watch == nil || c.Counts == nil || c.Key == Key{}) {
			t.Errorf("half a device: %+v", c)
		}
	})
}
