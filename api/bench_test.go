package api

import (
	"fmt"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/store"
)

// BenchmarkTenThousand asks for what 10,000 devices of 500 NUT servers did in a month, with 100,000 events.
func BenchmarkTenThousand(b *testing.B) {
	f := &fake{zone: berlin(b), stats: store.Stats{ID: "x"}}
	for i := range 10_000 {
		f.devices = append(f.devices, store.Device{
			Key: nutKey(fmt.Sprint("ups", i%20), fmt.Sprint("h", i/20)), Target: fmt.Sprint("h", i/20), Module: "nut",
			Info: power.Info{Type: "ups", Model: "M"}, FirstSeen: noon.AddDate(0, -2, 0), LastSeen: noon, Metered: true,
		})
	}
	for day := dateOf(noon.AddDate(0, 0, -30)); day.Before(noon); day = day.AddDate(0, 0, 1) {
		for i := range f.devices {
			f.days = append(f.days, store.Period{Key: f.devices[i].Key, Day: dayNumber(day), Sum: power.Totals{Joules: 1e6}})
		}
	}
	f.records = make([]store.Record, 0, 100_000)
	for i := range 100_000 {
		began := noon.Add(time.Duration(i-200_000) * 20 * time.Second)
		f.records = append(f.records, store.Record{Seq: uint64(i + 1), Key: f.devices[i%10_000].Key, Event: power.Event{
			Kind: power.BatteryEnded, Began: began, Time: began.Add(9 * time.Second), Duration: 9 * time.Second, Count: 1,
		}})
	}
	a := lab(f)
	for _, path := range []string{
		"/api/v1/devices?limit=10000", "/api/v1/events?limit=1000", "/api/v1/events?site=x", "/api/v1/outages?limit=1000", "/api/v1/outages/summary?limit=10000",
		"/api/v1/energy?by=total", "/api/v1/energy?period=total&from=30d", "/sd",
	} {
		b.Run(path, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if r := get(a, path); r.StatusCode != 200 {
					b.Fatal(r.text)
				}
			}
		})
	}
}
