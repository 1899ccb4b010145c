package collector

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/argus-power/argus/store"
)

// storeMetric is one figure of the store.
type storeMetric struct {
	desc  *prometheus.Desc
	kind  prometheus.ValueType
	value func(*store.Stats) (float64, bool)
}

// storeCollector tells how the store is.
type storeCollector struct {
	stats   func() store.Stats
	info    *prometheus.Desc
	metrics []storeMetric
}

// Watch adds how a store is to the metrics.
func (m *Metrics) Watch(stats func() store.Stats) {
	m.registry.MustRegister(&storeCollector{
		stats: stats,
		info: prometheus.NewDesc(prefix+"store_info",
			"The file of the store: its id is another one after a fresh file was started. Memory is true if "+
				"nothing is kept on purpose.", []string{"id", "memory"}, nil),
		metrics: storeMetrics(),
	})
}

func storeMetrics() []storeMetric {
	const gauge, counter = prometheus.GaugeValue, prometheus.CounterValue
	of := func(kind prometheus.ValueType, name, help string, value func(*store.Stats) (float64, bool)) storeMetric {
		return storeMetric{prometheus.NewDesc(prefix+"store_"+name, help, nil, nil), kind, value}
	}
	number := func(f func(*store.Stats) float64) func(*store.Stats) (float64, bool) {
		return func(s *store.Stats) (float64, bool) { return f(s), true }
	}
	return []storeMetric{
		of(gauge, "up", "1 if events and energy can be kept, 0 if not: they wait in memory, and the log says why.",
			number(func(s *store.Stats) float64 { return oneIf(s.Err == nil) })),
		of(counter, "commits_total", "Commits to the store.",
			number(func(s *store.Stats) float64 { return float64(s.Commits) })),
		of(counter, "failures_total", "Commits that failed, and attempts to open the store that did.",
			number(func(s *store.Stats) float64 { return float64(s.Failures) })),
		of(gauge, "pending_events", "Events that wait for being committed.",
			number(func(s *store.Stats) float64 { return float64(s.Pending) })),
		of(counter, "events_dropped_total", "Events that were lost, for too many waited for being committed.",
			number(func(s *store.Stats) float64 { return float64(s.Dropped) })),
		of(counter, "events_suppressed_total", "Events that were counted and not recorded, for too many of a kind came.",
			number(func(s *store.Stats) float64 { return float64(s.Suppressed) })),
		of(gauge, "devices", "Devices that are known.",
			number(func(s *store.Stats) float64 { return float64(s.Devices) })),
		of(counter, "devices_refused_total", "Reads of devices that are not kept, for there are too many.",
			number(func(s *store.Stats) float64 { return float64(s.Refused) })),
		of(counter, "bad_records_total", "Records that were left out, for their checksum was wrong.",
			number(func(s *store.Stats) float64 { return float64(s.BadRecords) })),
		of(counter, "corruptions_total", "Damaged files that were set aside since Argus started.",
			number(func(s *store.Stats) float64 { return float64(s.Quarantined) })),
		of(gauge, "size_bytes", "Size of the file.",
			number(func(s *store.Stats) float64 { return float64(s.Size) })),
		of(gauge, "oldest_event_timestamp_seconds", "When the oldest event was recorded.",
			func(s *store.Stats) (float64, bool) { return unix(s.Oldest) }),
		of(gauge, "last_commit_timestamp_seconds", "When the last commit succeeded.",
			func(s *store.Stats) (float64, bool) { return unix(s.LastCommit) }),
	}
}

// Describe implements prometheus.Collector.
func (c *storeCollector) Describe(ch chan<- *prometheus.Desc) {
	ch <- c.info
	for _, m := range c.metrics {
		ch <- m.desc
	}
}

// Collect implements prometheus.Collector.
func (c *storeCollector) Collect(ch chan<- prometheus.Metric) {
	s := c.stats()
	memory := "false"
	if s.InMemory {
		memory = "true"
	}
	ch <- prometheus.MustNewConstMetric(c.info, prometheus.GaugeValue, 1, s.ID, memory)
	for _, m := range c.metrics {
		if v, known := m.value(&s); known {
			ch <- prometheus.MustNewConstMetric(m.desc, m.kind, v)
		}
	}
}

func oneIf(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func unix(t time.Time) (float64, bool) { return float64(t.UnixMilli()) / 1000, !t.IsZero() }
