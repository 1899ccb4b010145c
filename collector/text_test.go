package collector

import (
	"errors"
	"math"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/argus-power/argus/nut/nuttest"
	"github.com/argus-power/argus/power"
)

// edges are values around which the text format changes how it writes a number.
func edges() []float64 {
	list := []float64{
		0, math.Copysign(0, -1), 1, -1, 0.1, 1e-4, 1e-5, 99999, 123456.7, 999999, 1e6, 1000001, 1234567.8, 1e15, 1 << 53,
		1e20, 1e21, 1e22, 1e300, math.Pi, math.MaxInt64, math.MaxFloat64, math.SmallestNonzeroFloat64,
		math.Inf(1), math.Inf(-1), math.NaN(),
	}
	for _, v := range list {
		list = append(list, -v, math.Nextafter(v, 0), math.Nextafter(v, math.Inf(1)))
	}
	return list
}

// oddLabel is a text of what label values must be escaped for, or need not be.
func oddLabel(r *rand.Rand) string {
	parts := []string{"\\", `"`, "\n", "\r", "\t", "\x00", "a", " ", "{", "}", ",", "=", "é", "\u2028", "電", "\xff", "\xc3"}
	var b strings.Builder
	for range r.IntN(6) {
		b.WriteString(parts[r.IntN(len(parts))])
	}
	return b.String()
}

// TestText holds that our own text is, byte by byte, that of package expfmt, whatever the values, labels and helps.
func TestText(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	values := edges()
	for round := range 300 {
		list := []*family{
			newFamily("a_total", `of \ and "quotes"`+"\nin two lines", power.Counter, "z", "device", "b"),
			newFamily("b", "", power.Gauge),
			newFamily("c", "six labels", power.InfoKind, "f", "e", "d", "c", "b", "a"),
		}
		x := &gathering{}
		for rank, f := range list {
			f.rank = rank
			for range r.IntN(5) {
				value := values[r.IntN(len(values))]
				if r.IntN(3) == 0 {
					value = math.Float64frombits(r.Uint64())
				}
				labels := make([]string, len(f.names))
				for i := range labels {
					labels[i] = oddLabel(r)
				}
				x.add(f, value, labels...)
			}
		}
		x.sort(len(list))
		if want, got := text(t, x.families()), string(x.write()); got != want {
			t.Fatalf("round %d: %s", round, firstDifference(want, got))
		}
	}
	for _, v := range values { // and each of them once, at least
		f, x := newFamily("v", "", power.Gauge), &gathering{}
		x.add(f, v)
		x.sort(1)
		if want, got := text(t, x.families()), string(x.write()); got != want {
			t.Errorf("%b: %q, want %q", v, got, want)
		}
	}
}

// leaver is a client that goes while it is written to. What it was given is still looked at, as HTTP/2 does.
type leaver struct {
	http.ResponseWriter
	given []byte
}

var errLeft = errors.New("the client has gone")

func (l *leaver) Write(b []byte) (int, error) {
	if l.given = b; len(b) > 1000 {
		return 0, errLeft
	}
	return len(b), nil
}

// TestTextIsNotReusedInTransit holds that no probe writes over an answer that may be on its way still.
func TestTextIsNotReusedInTransit(t *testing.T) {
	server := nuttest.Start(t, device(t, "line-interactive"))
	p := prober(t, "")
	r := httptest.NewRequestWithContext(t.Context(), "GET", "/probe?target="+server.Addr(), nil)
	for range 6 { // a pool may forget
		w := &leaver{ResponseWriter: httptest.NewRecorder()}
		p.ServeHTTP(w, r)
		before := string(w.given)
		get(t, p, "/probe?target=127.0.0.1:1")
		if string(w.given) != before {
			t.Fatal("the answer to one is written over by that to another")
		}
	}
}
