package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/argus-power/argus/deploy/local"
)

// startDemo starts the simulated devices, which start Argus.
func (s *stack) startDemo(ctx context.Context) error {
	for _, path := range []string{s.argus, s.demo} {
		if _, err := os.Stat(path); err != nil {
			return fmt.Errorf("%w; \"make stack\" builds what is needed", err)
		}
	}
	s.links = append(s.links,
		link{"Argus: try a probe, see the last ones", "http://" + s.listen + "/"},
		link{"what happened", "http://" + s.listen + "/api/v1/events"})
	return s.launch(ctx, "demo", "http://"+s.listen+"/-/ready", nil, s.demo, "-argus", s.argus,
		"-config", s.at("argus.yml"), "-listen", s.listen, "-devices", s.nut, "-ups", s.ups, "-pdu", s.pdu,
		"-store", s.at("argus.db"))
}

// startAlertmanager starts it as deploy/ has it, but for its receivers.
func (s *stack) startAlertmanager(ctx context.Context) error {
	path, err := local.Alertmanager.Find()
	if err != nil {
		return err
	}
	text, err := os.ReadFile(s.from("deploy", "alertmanager", "alertmanager.yml"))
	if err != nil {
		return fmt.Errorf("configuration of Alertmanager: %w", err)
	}
	webhook, err := s.listenForNotifications(ctx)
	if err != nil {
		return err
	}
	config, err := local.Rehearse(string(text), webhook)
	if err != nil {
		return err
	}
	if err := s.write("alertmanager.yml", config); err != nil {
		return err
	}
	url := "http://" + s.alertmanager
	s.links = append(s.links, link{"Alertmanager: alerts, silences", url + "/"})
	return s.launch(ctx, "alertmanager", url+"/-/ready", nil, path, "--config.file="+s.at("alertmanager.yml"),
		"--storage.path="+s.at("alertmanager"), "--web.listen-address="+s.alertmanager,
		"--cluster.listen-address=", "--log.level=warn")
}

// listenForNotifications prints what Alertmanager sends, and returns where to.
func (s *stack) listenForNotifications(ctx context.Context) (string, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("receiver of notifications: %w", err)
	}
	server := &http.Server{Handler: local.Receiver(s.tell), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }()
	s.closers = append(s.closers, func() { _ = server.Close() })
	return "http://" + listener.Addr().String(), nil
}

// startPrometheus starts it as deploy/ has it, with the rules.
func (s *stack) startPrometheus(ctx context.Context) error {
	path, err := local.Prometheus.Find()
	if err != nil {
		return err
	}
	url := "http://" + s.prometheus
	s.links = append(s.links, link{"Prometheus: queries, targets, alerts", url + "/"})
	return s.launch(ctx, "prometheus", url+"/-/ready", nil, path, "--config.file="+s.at("prometheus.yml"),
		"--storage.tsdb.path="+s.at("prometheus"), "--web.listen-address="+s.prometheus, "--web.enable-lifecycle",
		"--log.level=warn")
}

// startGrafana starts it with the data sources and dashboards of the project.
func (s *stack) startGrafana(ctx context.Context) error {
	path, err := local.Grafana.Find()
	if err != nil {
		return err
	}
	dashboards, err := filepath.Abs(s.from("dashboards"))
	if err != nil {
		return fmt.Errorf("dashboards: %w", err)
	}
	provisioning, err := filepath.Abs(s.from("deploy", "grafana", "provisioning"))
	if err != nil {
		return fmt.Errorf("provisioning of Grafana: %w", err)
	}
	host, port, err := net.SplitHostPort(s.grafana)
	if err != nil {
		return fmt.Errorf("address of Grafana: %w", err)
	}
	args := []string{"--homepath=/usr/share/grafana"}
	if filepath.Base(path) == "grafana" {
		args = append([]string{"server"}, args...)
	}
	env := []string{
		"PROMETHEUS_URL=http://" + s.prometheus, "ALERTMANAGER_URL=http://" + s.alertmanager,
		"ARGUS_DASHBOARDS=" + dashboards, "GF_PATHS_PROVISIONING=" + provisioning,
		"GF_PATHS_DATA=" + s.at("grafana"), "GF_PATHS_LOGS=" + s.at("grafana"),
		"GF_SERVER_HTTP_ADDR=" + host, "GF_SERVER_HTTP_PORT=" + port,
		"GF_AUTH_ANONYMOUS_ENABLED=true", "GF_AUTH_ANONYMOUS_ORG_ROLE=Admin", "GF_ANALYTICS_REPORTING_ENABLED=false",
	}
	url := "http://" + s.grafana
	s.links = append(s.links, link{"Grafana: the overview", url + "/d/argus-overview"})
	return s.launch(ctx, "grafana", url+"/api/health", env, path, args...)
}
