package collector

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/argus-power/argus/snmp/trap"
)

// A trapCollector exports what was received of traps, and what came of them.
type trapCollector struct {
	stats                      *trap.Stats
	told                       *trap.Pending
	received, answers, settled *prometheus.Desc
}

// WatchTraps has the traps that are received counted in the metrics.
func (m *Metrics) WatchTraps(stats *trap.Stats, told *trap.Pending) {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc(prefix+"exporter_"+name, help, labels, nil)
	}
	m.registry.MustRegister(&trapCollector{
		stats: stats, told: told,
		received: desc("traps_total",
			"Datagrams received as SNMP traps or informs, by version and what became of them.", "version", "outcome"),
		answers: desc("trap_answers_total",
			"Answers to SNMP informs, and reports to their senders, that were sent or could not be.", "kind"),
		settled: desc("trap_events_total",
			"Events that SNMP traps told of, by what reads of their devices said.", "result"),
	})
}

// Describe implements prometheus.Collector.
func (c *trapCollector) Describe(ch chan<- *prometheus.Desc) {
	ch <- c.received
	ch <- c.answers
	ch <- c.settled
}

// Collect implements prometheus.Collector.
func (c *trapCollector) Collect(ch chan<- prometheus.Metric) {
	count := func(d *prometheus.Desc, n uint64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(n), labels...)
	}
	c.stats.Each(func(version string, o trap.Outcome, n uint64) { count(c.received, n, version, o.String()) })
	count(c.answers, c.stats.Informs.Load(), "inform")
	count(c.answers, c.stats.Reports.Load(), "report")
	count(c.answers, c.stats.Failed.Load(), "failed")
	t := c.told.Tally()
	count(c.settled, t.Confirmed, "confirmed")
	count(c.settled, t.Reported, "reported")
	count(c.settled, t.Denied, "denied")
	count(c.settled, t.Expired, "expired")
	count(c.settled, t.Repeated, "repeated")
	count(c.settled, t.Lost, "lost")
}
