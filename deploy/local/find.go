package local

import (
	"fmt"
	"os/exec"
)

// A Tool is a program that may be installed.
type Tool struct {
	Names []string // as distributions call it
	Get   string   // how to get it
}

// The programs around Argus.
var (
	Prometheus   = Tool{[]string{"prometheus"}, "apt-get install prometheus"}
	Promtool     = Tool{[]string{"promtool"}, "apt-get install prometheus"}
	Alertmanager = Tool{[]string{"prometheus-alertmanager", "alertmanager"}, "apt-get install prometheus-alertmanager"}
	Amtool       = Tool{[]string{"amtool"}, "apt-get install prometheus-alertmanager"}
	Grafana      = Tool{[]string{"grafana-server", "grafana"}, "the packages of grafana.com; Debian has none"}
	Victoria     = Tool{[]string{"victoria-metrics"}, "apt-get install victoria-metrics"}
	Influx       = Tool{[]string{"influxd"}, "apt-get install influxdb"}
)

// A MissingError says that a program is not installed, and how to get it.
type MissingError struct{ Tool Tool }

func (e *MissingError) Error() string {
	return fmt.Sprintf("%s is not installed; get it with: %s", e.Tool.Names[0], e.Tool.Get)
}

// Find returns the path of a program. The error is a [MissingError].
func (t Tool) Find() (string, error) {
	for _, name := range t.Names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", &MissingError{t}
}
