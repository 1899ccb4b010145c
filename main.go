// Argus exports power devices to Prometheus: UPSes, rack PDUs, transfer
// switches and sensors, read live at each scrape.
package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/alecthomas/kingpin/v2"
	"github.com/prometheus/common/promslog"
	promslogflag "github.com/prometheus/common/promslog/flag"
	"github.com/prometheus/common/version"
	"github.com/prometheus/exporter-toolkit/web"
	"github.com/prometheus/exporter-toolkit/web/kingpinflag"

	"github.com/argus-power/argus/collector"
	"github.com/argus-power/argus/config"
	"github.com/argus-power/argus/snmp"
)

// modules are the built-in modules. Files given with --config.file add to them.
//
//go:embed modules.yml
var modules []byte

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "argus:", err)
		os.Exit(1)
	}
}

// options are the flags and arguments of all commands.
type options struct {
	files   []string
	check   bool
	log     *promslog.Config
	web     *web.FlagConfig
	offset  time.Duration
	drain   time.Duration
	target  string
	module  string
	device  string
	format  string
	timeout time.Duration
	paths   []string
}

// run is the program: it returns when the command is done or ctx is.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o := options{log: &promslog.Config{Writer: stderr}}
	app := kingpin.New("argus", "Prometheus exporter for UPSes, PDUs, transfer switches and sensors.")
	app.Version(version.Print("argus")).UsageWriter(stdout).ErrorWriter(stderr)
	exit := -1
	app.Terminate(func(code int) { exit = max(exit, code) })
	app.HelpFlag.Short('h')
	o.define(app)
	command, err := app.Parse(args)
	switch {
	case exit == 0: // --help and --version have printed what was asked for
		return nil
	case err != nil:
		return fmt.Errorf("%w; see argus --help", err)
	}
	switch {
	case command == "check-config":
		return checkConfig(stdout, o.paths)
	case o.check:
		return checkConfig(stdout, o.files)
	case command == "probe":
		return probe(ctx, o, stdout)
	case command == "replay":
		return replay(ctx, o, stdout)
	}
	return serve(ctx, o)
}

func (o *options) define(app *kingpin.Application) {
	app.Flag("config.file", "Configuration file that adds to the built-in modules; may be repeated.").
		StringsVar(&o.files)
	app.Flag("config.check", "Check the configuration and exit.").BoolVar(&o.check)
	promslogflag.AddFlags(app, o.log)

	o.web = kingpinflag.AddFlags(app, ":10493")
	app.Flag("web.scrape-timeout-offset", "Time taken off Prometheus' scrape timeout, for the way back.").
		Default("500ms").DurationVar(&o.offset)
	app.Flag("web.drain-timeout", "How long running probes may take to finish when Argus stops.").
		Default("10s").DurationVar(&o.drain)

	app.Command("serve", "Serve probes to Prometheus (the default).").Default()

	probe := app.Command("probe", "Probe a target once and print what is found.")
	probe.Arg("target", "[ups@]host[:port]; over SNMP host[:port].").Required().StringVar(&o.target)
	probe.Flag("module", "Module to read it with; of SNMP modules several, with commas.").Default(config.DefaultModule).StringVar(&o.module)
	probe.Flag("device", "Read only this device of the target.").StringVar(&o.device)
	o.formatFlag(probe)
	probe.Flag("timeout", "How long to wait; what the configuration says if 0.").Default("0s").
		DurationVar(&o.timeout)

	replay := app.Command("replay", "Read the recording of an SNMP agent as if it were the agent.")
	replay.Arg("file", "Recording, as argus walk writes it.").Required().StringVar(&o.target)
	replay.Flag("module", "Module to read it with.").Default("snmp").StringVar(&o.module)
	o.formatFlag(replay)

	check := app.Command("check-config", "Check configuration files and exit.")
	check.Arg("file", "Configuration files, in the order of --config.file.").Required().
		StringsVar(&o.paths)
}

func (o *options) formatFlag(c *kingpin.CmdClause) {
	c.Flag("format", "How to print it: table, prometheus (the exposition) or debug (everything).").
		Default("table").EnumVar(&o.format, "table", "prometheus", "debug")
}

// load reads the built-in modules and the files on top of them.
func load(names []string) (*config.Config, error) {
	files, err := config.ReadFiles(names...)
	if err != nil {
		return nil, err
	}
	return parse(files...)
}

func parse(files ...config.File) (*config.Config, error) {
	return config.Parse(append([]config.File{{Name: "built-in modules.yml", Text: modules}}, files...)...)
}

func checkConfig(stdout io.Writer, names []string) error {
	if _, err := load(names); err != nil {
		return fmt.Errorf("the configuration is not valid:\n%w", err)
	}
	_, err := fmt.Fprintln(stdout, "The configuration is valid.")
	return err
}

// probe is the command that probes once.
func probe(ctx context.Context, o options, stdout io.Writer) error {
	c, err := load(o.files)
	if len(o.files) == 0 { // whoever types the command may reach what they can reach
		c, err = parse(config.File{Name: "any port", Text: []byte("targets: {allow: ['*:*']}")})
	}
	if err != nil {
		return err
	}
	p, err := c.Probe(config.Query{Target: o.target, Module: o.module, Device: o.device})
	if err != nil {
		return err
	}
	return show(ctx, c, p, o, stdout)
}

// replay is the command that reads a recording.
func replay(ctx context.Context, o options, stdout io.Writer) error {
	c, err := load(o.files)
	if err != nil {
		return err
	}
	file, err := os.Open(o.target)
	if err != nil {
		return fmt.Errorf("open recording: %w", err)
	}
	defer file.Close()
	recording, err := snmp.ReadRecording(file)
	if err != nil {
		return fmt.Errorf("recording %s: %w", o.target, err)
	}
	p, err := c.Replay(filepath.Base(o.target), recording, o.module)
	if err != nil {
		return err
	}
	return show(ctx, c, p, o, stdout)
}

// show carries a probe out and prints what is found.
func show(ctx context.Context, c *config.Config, p *config.Probe, o options, stdout io.Writer) error {
	timeout := p.Timeout
	if o.timeout > 0 {
		timeout = o.timeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	prober := collector.NewProber(func() *config.Config { return c }, collector.NewMetrics(),
		slog.New(slog.DiscardHandler), time.Now, 0)
	found, err := prober.Gather(ctx, p)
	if err != nil {
		return fmt.Errorf("probe %s: %w", p.Target, err)
	}
	switch o.format {
	case "prometheus":
		err = found.WriteExposition(stdout)
	case "debug":
		collector.WriteDebug(stdout, p, found)
	default:
		err = collector.WriteTable(stdout, found.Result)
	}
	if err == nil && !found.OK() {
		err = fmt.Errorf("probe of %s failed: %s", p.Target, found.Reason())
	}
	return err
}

// serve is the command that runs until ctx is done.
func serve(ctx context.Context, o options) error {
	logger := promslog.New(o.log)
	logger.Info("starting Argus", "version", version.Info(), "build", version.BuildContext())
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP) // from here on it ends nothing
	defer signal.Stop(hangup)
	metrics := collector.NewMetrics()
	holder, err := collector.NewHolder(func() (*config.Config, error) { return load(o.files) },
		logger, metrics, time.Now)
	if err != nil {
		return fmt.Errorf("load configuration:\n%w", err)
	}
	prober := collector.NewProber(holder.Current, metrics, logger, time.Now, o.offset)
	go holder.ReloadOn(ctx, hangup)

	server := &http.Server{
		Handler: collector.Routes(prober, holder, metrics, landing(prober),
			func() bool { return ctx.Err() == nil }),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      config.MaxTimeout + 30*time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
	}
	stopped := make(chan error, 1)
	context.AfterFunc(ctx, func() {
		logger.Info("stopping: no new connections, running probes finish", "at_most", o.drain)
		drained, cancel := context.WithTimeout(context.WithoutCancel(ctx), o.drain)
		defer cancel()
		stopped <- server.Shutdown(drained)
	})
	if err := web.ListenAndServe(server, o.web, logger); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	if err := <-stopped; err != nil {
		return fmt.Errorf("stop: probes were still running: %w", err)
	}
	logger.Info("stopped")
	return nil
}

// landing shows what there is, and the last probes.
func landing(prober *collector.Prober) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		page, err := web.NewLandingPage(web.LandingConfig{
			Name:        "Argus",
			Description: "Prometheus exporter for UPSes, PDUs, transfer switches and sensors",
			Version:     version.Info(),
			Form: web.LandingForm{
				Action: "probe",
				Inputs: []web.LandingFormInput{
					{
						Label: "Target", Type: "text", Name: "target",
						Placeholder: "[ups@]host[:port]", Value: "localhost",
					},
					{Label: "Module", Type: "text", Name: "module", Value: config.DefaultModule},
					{Label: "Debug", Type: "text", Name: "debug", Value: "true"},
				},
			},
			Links: []web.LandingLinks{
				{Address: "metrics", Text: "Metrics", Description: "of Argus itself"},
				{Address: "config", Text: "Configuration", Description: "in use, secrets hidden"},
				{Address: "-/healthy", Text: "Health"},
				{Address: "-/ready", Text: "Readiness"},
			},
			Profiling: "false",
			ExtraHTML: prober.History.HTML(),
			ExtraCSS:  "table.probes td, table.probes th { padding: 0.2em 1em; text-align: left; }",
		})
		if err != nil {
			http.Error(w, "landing page: "+err.Error(), http.StatusInternalServerError)
			return
		}
		page.ServeHTTP(w, r)
	}
}
