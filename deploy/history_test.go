package deploy

import (
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/deploy/local"
	"github.com/argus-power/argus/nut/nuttest"
)

// TestVictoriaScrapes has VictoriaMetrics scrape Argus with the very file that Prometheus has.
func TestVictoriaScrapes(t *testing.T) {
	t.Parallel()
	path := tool(t, local.Victoria)
	devices := nuttest.Start(t, nuttest.Device{Name: "ups", Vars: wellUPS()})
	address := argus(t, "")
	dir := layOut(t)
	write(t, filepath.Join(dir, "targets", "nut.yml"), fmt.Sprintf("- targets: [%q]\n  labels: {site: home}\n", devices.Addr()))
	file := filepath.Join(dir, "prometheus.yml")
	write(t, file, local.Here(faster(read(t, file)), address, "127.0.0.1:1"))
	listen := free(t)
	server := "http://" + listen
	launch(t, server+"/health", path, "-httpListenAddr="+listen, "-storageDataPath="+t.TempDir(),
		"-promscrape.config="+file, "-promscrape.config.strictParse=false",
		"-search.latencyOffset=0s", "-memory.allowedBytes=64MiB")
	got := eventually(t, server, `argus_device_up{device="ups"} == 1`, 1)
	if got[0]["instance"] != devices.Addr() || got[0]["site"] != "home" || got[0]["job"] != "nut" {
		t.Errorf("it has %v", got)
	}
	eventually(t, server, `argus_build_info{job="argus"}`, 1)
}

// TestRemoteWrite has Prometheus scrape Argus and send everything to VictoriaMetrics and InfluxDB, as
// examples/remote-write.yml says, and asks them.
func TestRemoteWrite(t *testing.T) {
	t.Parallel()
	prometheus, victoria, influx := tool(t, local.Prometheus), tool(t, local.Victoria), tool(t, local.Influx)
	v, i := free(t), free(t)
	launch(t, "http://"+v+"/health", victoria, "-httpListenAddr="+v, "-storageDataPath="+t.TempDir(),
		"-search.latencyOffset=0s", "-memory.allowedBytes=64MiB")
	startInflux(t, influx, i)

	devices := nuttest.Start(t, nuttest.Device{Name: "ups", Vars: wellUPS()})
	address := argus(t, "")
	dir := layOut(t)
	write(t, filepath.Join(dir, "targets", "nut.yml"), fmt.Sprintf("- targets: [%q]\n", devices.Addr()))
	file := filepath.Join(dir, "examples", "remote-write.yml")
	text := strings.NewReplacer("victoria:8428", v, "influx:8086", i).Replace(local.Here(faster(read(t, file)), address, ""))
	write(t, file, text)
	listen := free(t)
	launch(t, "http://"+listen+"/-/ready", prometheus, "--config.file="+file, "--web.listen-address="+listen,
		"--storage.tsdb.path="+filepath.Join(dir, "data"))

	const expr = `argus_battery_charge_ratio{device="ups"} == 1`
	if got := eventually(t, "http://"+v, expr, 1); got[0]["instance"] != devices.Addr() {
		t.Errorf("VictoriaMetrics has %v", got)
	}
	eventually(t, "http://"+v, `scrape_duration_seconds`, 0) // not Argus', and not sent
	until(t, "InfluxDB has it", func() (bool, any) {
		var answer struct {
			Results []struct {
				Series []struct {
					Columns []string
					Values  [][]any
				}
			}
		}
		query := `SELECT last("value") FROM "argus_battery_charge_ratio" WHERE "device" = 'ups'`
		err := get("http://"+i+"/query?db=argus&q="+url.QueryEscape(query), &answer)
		if err != nil || len(answer.Results) == 0 || len(answer.Results[0].Series) == 0 {
			return false, err
		}
		return answer.Results[0].Series[0].Values[0][1] == 1.0, answer
	})
}

// startInflux runs InfluxDB 1.x with a database for Argus.
func startInflux(t *testing.T, path, address string) {
	t.Helper()
	dir := t.TempDir()
	config := fmt.Sprintf(`reporting-disabled = true
bind-address = %q
[meta]
  dir = %q
[data]
  dir = %q
  wal-dir = %q
[http]
  bind-address = %q
  log-enabled = false
[monitor]
  store-enabled = false
`, free(t), filepath.Join(dir, "meta"), filepath.Join(dir, "data"), filepath.Join(dir, "wal"), address)
	file := write(t, filepath.Join(dir, "influxdb.conf"), config)
	launch(t, "http://"+address+"/query?q=SHOW+DATABASES", path, "-config", file)
	response, err := (&http.Client{Timeout: 10 * time.Second}).PostForm("http://"+address+"/query",
		url.Values{"q": {"CREATE DATABASE argus"}})
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Fatal(response.Status)
	}
}
