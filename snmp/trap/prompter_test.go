package trap

import (
	"context"
	"net/netip"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestPrompter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var reads, atOnce, most atomic.Int64
		p := Prompter{Read: func(context.Context, netip.Addr) {
			reads.Add(1)
			most.Store(max(most.Load(), atOnce.Add(1)))
			time.Sleep(time.Second)
			atOnce.Add(-1)
		}}
		device := netip.MustParseAddr("192.0.2.7")
		began := time.Now()
		at := func(after time.Duration, want int64) {
			t.Helper()
			time.Sleep(after - time.Since(began))
			synctest.Wait()
			if n := reads.Load(); n != want {
				t.Errorf("after %s %d reads, want %d", after, n, want)
			}
		}
		p.Ask(ctx, device)
		at(0, 1)
		for range 100 { // during the read: one more, five seconds after its end
			p.Ask(ctx, device)
		}
		at(5900*time.Millisecond, 1)
		at(6100*time.Millisecond, 2)
		at(time.Minute, 2)
		for i := range maxPrompted - 1 {
			if !p.Ask(ctx, netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)})) {
				t.Fatalf("the device %d is refused", i)
			}
		}
		if p.Ask(ctx, netip.MustParseAddr("198.51.100.1")) && len(p.devices) > maxPrompted {
			t.Error("there is room for no more")
		}
		time.Sleep(10 * time.Second)
		if most.Load() != maxAtOnce {
			t.Errorf("%d reads at once", most.Load())
		}
		before := reads.Load()
		cancel()
		p.Wait()
		if n := reads.Load(); n > before+maxAtOnce || p.Ask(ctx, device) && reads.Load() != n {
			t.Error("it goes on after its end")
		}
		p.Wait()
	})
}
