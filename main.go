// Argus exports power devices to Prometheus: UPSes, rack PDUs, transfer
// switches and sensors, read live at each scrape.
package main

import (
	"context"
	_ "embed"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kingpin/v2"
	"github.com/prometheus/common/promslog"
	promslogflag "github.com/prometheus/common/promslog/flag"
	"github.com/prometheus/common/version"
	"github.com/prometheus/exporter-toolkit/web"
	"github.com/prometheus/exporter-toolkit/web/kingpinflag"

	"github.com/argus-power/argus/config"
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
	files     []string
	check     bool
	log       *promslog.Config
	web       *web.FlagConfig
	offset    time.Duration
	drain     time.Duration
	health    string
	maxProbes int
	lifecycle bool   // /-/reload and /config for everybody
	traps     string // where SNMP traps are received; "" is nowhere
	target    string
	module    string
	device    string
	format    string
	timeout   time.Duration
	paths     []string
	walk      walkOptions
	store     storeOptions
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
	command, err := "", valueless(app, args)
	if err == nil {
		command, err = app.Parse(args)
	}
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
		if err := o.validate(); err != nil {
			return err
		}
		if _, err := guarded(*o.web.WebConfigFile, nil, nil); err != nil {
			return err
		}
		return checkConfig(stdout, o.files)
	case command == "probe":
		return probe(ctx, o, stdout)
	case command == "replay":
		return replay(ctx, o, stdout)
	case command == "walk":
		return walk(ctx, o, stdout, stderr)
	case command == "health":
		return askHealth(ctx, o.target)
	case strings.HasPrefix(command, "store "):
		return o.store.run(ctx, command, stdout)
	}
	return serve(ctx, o)
}

func (o *options) define(app *kingpin.Application) {
	app.Flag("config.file", "Configuration file that adds to the built-in modules; may be repeated.").
		StringsVar(&o.files)
	app.Flag("config.check", "Check the configuration and exit.").BoolVar(&o.check)
	promslogflag.AddFlags(app, o.log)

	o.defineWeb(app)
	o.store.define(app)
	o.defineTraps(app)
	app.Command("serve", "Serve probes to Prometheus (the default).").Default()

	probe := app.Command("probe", "Probe a target once and print what is found.")
	probe.Arg("target", "[ups@]host[:port]; over SNMP host[:port].").Required().StringVar(&o.target)
	probe.Flag("module", "Module to read it with; of SNMP modules several, with commas.").
		Default(config.DefaultModule).StringVar(&o.module)
	probe.Flag("device", "Read only this device of the target.").StringVar(&o.device)
	o.formatFlag(probe)
	probe.Flag("timeout", "How long to wait; what the configuration says if 0.").Default("0s").
		DurationVar(&o.timeout)

	replay := app.Command("replay", "Read the recording of an SNMP agent as if it were the agent.")
	replay.Arg("file", "Recording, as argus walk writes it.").Required().StringVar(&o.target)
	replay.Flag("module", "Module to read it with.").Default("snmp").StringVar(&o.module)
	o.formatFlag(replay)

	o.defineWalk(app)
	o.defineHealth(app)

	check := app.Command("check-config", "Check configuration files and exit.")
	check.Arg("file", "Configuration files, in the order of --config.file.").Required().
		StringsVar(&o.paths)
}

func (o *options) defineWeb(app *kingpin.Application) {
	o.web = kingpinflag.AddFlags(app, ":10493")
	app.Flag("web.scrape-timeout-offset", "Time taken off Prometheus' scrape timeout, for the way back.").
		Default("500ms").DurationVar(&o.offset)
	app.Flag("web.drain-timeout", "How long running probes may take to finish when Argus stops.").
		Default("10s").DurationVar(&o.drain)

	app.Flag("web.health-address", "A second address that serves /healthz and /-/ready only, without TLS and "+
		"passwords, for supervisors.").StringVar(&o.health)
	app.Flag("web.enable-lifecycle", "Serve /-/reload and /config to everybody, and not only to clients that have shown "+
		"a password or a certificate.").BoolVar(&o.lifecycle)
	app.Flag("web.max-probes", "How many probes are carried out at once; beyond that the answer is 503.").
		Default("2000").IntVar(&o.maxProbes)
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

// loadForOne reads the configuration of a command for one target. Without files,
// whoever types it may reach what they can reach.
func loadForOne(names []string) (*config.Config, error) {
	if len(names) == 0 {
		return parse(config.File{Name: "any port", Text: []byte("targets: {allow: ['*:*']}")})
	}
	return load(names)
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
