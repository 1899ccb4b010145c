package collector

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	collectorversion "github.com/prometheus/client_golang/prometheus/collectors/version"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/power"
)

// success is the "result" of a probe that succeeded; a failed one has its reason.
const success = "success"

// Metrics is what Argus tells of itself, on /metrics.
type Metrics struct {
	registry *prometheus.Registry

	probes    *prometheus.CounterVec
	durations *prometheus.HistogramVec
	inFlight  prometheus.Gauge
	shared    prometheus.Counter
	dropped   *prometheus.CounterVec
	refused   *prometheus.CounterVec

	requests, repeated, badAnswers prometheus.Counter // of SNMP

	reloadOK   prometheus.Gauge
	reloadTime prometheus.Gauge
}

// NewMetrics makes the metrics in a registry of their own.
func NewMetrics() *Metrics {
	opts := func(name, help string) prometheus.Opts {
		return prometheus.Opts{Name: prefix + "exporter_" + name, Help: help}
	}
	m := &Metrics{
		registry: prometheus.NewPedanticRegistry(),
		probes: prometheus.NewCounterVec(prometheus.CounterOpts(opts("probes_total",
			"Probes carried out, by module and result: success, or the reason of the failure.")),
			[]string{"module", "result"}),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    prefix + "exporter_probe_duration_seconds",
			Help:    "How long probes took, by module.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		}, []string{"module"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts(opts("probes_in_flight",
			"Probes under way."))),
		shared: prometheus.NewCounter(prometheus.CounterOpts(opts("probes_shared_total",
			"Probes that were served by the read of another one for the same target."))),
		dropped: prometheus.NewCounterVec(prometheus.CounterOpts(opts("readings_dropped_total",
			"Values that were read and could not be used, by reason; debug=true names them.")),
			[]string{"reason"}),
		refused: prometheus.NewCounterVec(prometheus.CounterOpts(opts("requests_refused_total",
			"Requests for probes that were not carried out, by HTTP status code.")),
			[]string{"code"}),
		requests: prometheus.NewCounter(prometheus.CounterOpts(opts("snmp_requests_total",
			"Requests sent to SNMP agents, repeated ones among them."))),
		repeated: prometheus.NewCounter(prometheus.CounterOpts(opts("snmp_retries_total",
			"Requests sent to SNMP agents once more, for there was no answer in time."))),
		badAnswers: prometheus.NewCounter(prometheus.CounterOpts(opts("snmp_refused_answers_total",
			"Datagrams from SNMP agents that were no answer, and answers that were wrong."))),
		reloadOK: prometheus.NewGauge(prometheus.GaugeOpts(opts("config_last_reload_successful",
			"1 if the last attempt to load the configuration succeeded, 0 if it failed."))),
		reloadTime: prometheus.NewGauge(prometheus.GaugeOpts(opts(
			"config_last_reload_success_timestamp_seconds",
			"When the configuration in use was loaded."))),
	}
	for _, reason := range power.DropReasons() {
		m.dropped.WithLabelValues(string(reason))
	}
	for _, code := range []string{"400", "403", "503"} {
		m.refused.WithLabelValues(code)
	}
	m.registry.MustRegister(m.probes, m.durations, m.inFlight, m.shared, m.dropped, m.refused,
		m.requests, m.repeated, m.badAnswers, m.reloadOK, m.reloadTime, collectorversion.NewCollector("argus"),
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Handler serves the metrics.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry})
}

// count counts what a read took.
func (m *Metrics) count(t config.Traffic) {
	m.requests.Add(float64(t.Requests))
	m.repeated.Add(float64(t.Repeated))
	m.badAnswers.Add(float64(t.Refused))
}

// observe counts a finished probe.
func (m *Metrics) observe(module string, r Result) {
	m.probes.WithLabelValues(module, r.outcome()).Inc()
	m.durations.WithLabelValues(module).Observe(r.Duration.Seconds())
	if r.Shared {
		m.shared.Inc()
		return // its values were counted with the read they came from
	}
	for reason, n := range r.drops() {
		m.dropped.WithLabelValues(string(reason)).Add(float64(n))
	}
}
