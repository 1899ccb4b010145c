package snmp

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
)

// A network that loses packets looks like an agent that is silent to many variables. It
// must not be taken for one: that costs many times the packets, for a day.
func TestLossIsNoWeakness(t *testing.T) {
	const reads, healthy = 500, 2
	objects := table(root, 100)
	oids := names(objects)
	for _, test := range []struct {
		loss    float64
		retries int
		most    int // packets in a hundred reads
	}{
		{0, 2, 200}, {0.05, 2, 215}, {0.1, 2, 235}, {0.05, 1, 250}, {0.05, -1, 260},
	} {
		t.Run(fmt.Sprintf("%v lost, %d retries", test.loss, test.retries), func(t *testing.T) {
			lots := rand.New(rand.NewPCG(1, 2))
			w := wireTo(objects, func(a *fakeAgent, q query) [][]byte {
				if lots.Float64() < test.loss {
					return nil
				}
				return a.serve(q)
			})
			m := new(Memory)
			_, err := wired(t, w, Options{Retries: 100}, m).Get(context.Background(), oids)
			wantNoError(t, err)
			w.sent = 0
			lost := 0
			for range reads {
				if _, err := wired(t, w, Options{Retries: test.retries}, m).Get(context.Background(), oids); err != nil {
					lost++
				}
			}
			t.Logf("%d packets in %d reads, %d of them failed", w.sent, reads, lost)
			wantAtMost(t, reads*test.most/100, w.sent)
			w.sent = 0
			w.answers = wireTo(objects, nil).answers
			_, err = wired(t, w, Options{}, m).Get(context.Background(), oids)
			wantNoError(t, err)
			wantEqual(t, healthy, w.sent, "packets afterwards")
		})
	}
}

// Columns are read as a whole, and with as many cells in an answer as before.
func TestLossDoesNotMakeColumnsSmall(t *testing.T) {
	objects := table(root, 600)
	lots := rand.New(rand.NewPCG(5, 4))
	loss := 0.1
	w := wireTo(objects, func(a *fakeAgent, q query) [][]byte {
		if lots.Float64() < loss {
			return nil
		}
		return a.serve(q)
	})
	m := new(Memory)
	packets := func() int {
		before := w.sent
		_ = wired(t, w, Options{}, m).Columns(context.Background(), []string{root}, 0)
		return w.sent - before
	}
	for range 100 {
		packets()
	}
	loss = 0
	lossless := packets()
	m = new(Memory)
	wantEqual(t, packets(), lossless)
}

// What is silent to many variables, whoever asks and how often, is told from loss, and
// costs no time any more.
func TestSilenceToManyIsLearned(t *testing.T) {
	objects := table(root, 100)
	for _, retries := range []int{2, 1, -1} {
		for _, most := range []int{1, 7, 20, 59} {
			for _, before := range []int{0, 3} { // reads in which it did well
				t.Run(fmt.Sprintf("%d retries, %d variables, well %d times", retries, most, before), func(t *testing.T) {
					well := true
					w := wireTo(objects, func(a *fakeAgent, q query) [][]byte {
						if !well && len(q.oids) > most {
							return nil
						}
						return a.serve(q)
					})
					m := new(Memory)
					read := func() int {
						c := wired(t, w, Options{Retries: retries}, m)
						_, err := c.Get(context.Background(), []string{root + ".1"})
						wantNoError(t, err)
						c.stats = Stats{}
						values, err := c.Get(context.Background(), names(objects))
						wantNoError(t, err)
						for i, v := range values {
							wantEqual(t, Number(Integer, float64(i+1)), v)
						}
						return c.Stats().Requests
					}
					for range before {
						read()
					}
					well = false
					for range 8 {
						read()
					}
					wantAtMost(t, 100/((most+1)/2)+1, read())
					n := m.traits.varbinds
					for range 5 {
						wantEqual(t, (100+n-1)/n, read())
					}
				})
			}
		}
	}
}

// So is silence to one large request among others that are answered.
func TestSilenceToOneRequestIsLearned(t *testing.T) {
	objects := table(root, 180)
	w := wireTo(objects, func(a *fakeAgent, q query) [][]byte {
		if len(q.oids) > 40 && compareOID(q.oids[0], root+".61") == 0 {
			return nil
		}
		return a.serve(q)
	})
	m := new(Memory)
	packets := 0
	for range 10 {
		w.sent = 0
		_, err := wired(t, w, Options{}, m).Get(context.Background(), names(objects))
		wantNoError(t, err)
		packets = w.sent
	}
	wantEqual(t, 6, packets)
}

// So is silence to large requests that are each another one.
func TestSilenceToManyInAWalkIsLearned(t *testing.T) {
	var objects []object
	var roots []string
	for i := range 30 {
		roots = append(roots, fmt.Sprintf("%s.%d", root, i+1))
		objects = append(objects, table(roots[i], 20)...)
	}
	silent := 0
	w := wireTo(objects, func(a *fakeAgent, q query) [][]byte {
		if len(q.oids) > 10 && q.kind == 0xa1 {
			silent++
			return nil
		}
		return a.serve1(q)
	})
	m := new(Memory)
	c := wired(t, w, Options{Version: V1}, m)
	_, err := c.Get(context.Background(), names(objects[:60]))
	wantNoError(t, err)
	for _, col := range c.Columns(context.Background(), roots, 0) {
		wantNoError(t, col.Err)
		wantRows(t, col, 20)
	}
	wantAtMost(t, 12, silent)
}
