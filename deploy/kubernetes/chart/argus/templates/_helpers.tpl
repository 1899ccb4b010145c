{{- define "argus.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 40 | trimSuffix "-" -}}
{{- end }}

{{- define "argus.fullname" -}}
{{- $name := include "argus.name" . -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{- define "argus.selector" -}}
app.kubernetes.io/name: {{ include "argus.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "argus.labels" -}}
{{ include "argus.selector" . }}
app.kubernetes.io/version: {{ .Values.image.tag | default .Chart.AppVersion | trunc 63 | trimAll "_.-" | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 }}
{{- end }}

{{- /* Labels of objects of the Prometheus Operator. */ -}}
{{- define "argus.monitoring.labels" -}}
{{ merge (dict) .Values.monitoring.labels (include "argus.labels" . | fromYaml) | toYaml }}
{{- end }}

{{- define "argus.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (.Values.serviceAccount.create | ternary (include "argus.fullname" .) "default") -}}
{{- end }}

{{- /* The Service in front of it: for shards only what gives the pods their names. */ -}}
{{- define "argus.service" -}}
{{- include "argus.fullname" . }}{{ if eq .Values.kind "StatefulSet" }}-headless{{ end }}
{{- end }}

{{- define "argus.address" -}}
{{- printf "%s.%s.svc:10493" (include "argus.service" .) .Release.Namespace -}}
{{- end }}

{{- /* 4/5 of the limit of memory: the collector works harder before the kernel kills. */ -}}
{{- define "argus.memory" -}}
{{- $limit := dig "limits" "memory" "" (get .Values "resources" | default dict) | toString -}}
{{- if regexMatch "^[0-9]+Mi$" $limit -}}
{{- printf "%dMiB" (div (mul (trimSuffix "Mi" $limit | int) 4) 5) -}}
{{- else if regexMatch "^[0-9]+Gi$" $limit -}}
{{- printf "%dMiB" (div (mul (trimSuffix "Gi" $limit | int) 4096) 5) -}}
{{- end -}}
{{- end }}

{{- /* What would be wrong without anybody noticing is refused. */ -}}
{{- define "argus.check" -}}
{{- $node := eq .Values.kind "DaemonSet" -}}
{{- if and .Values.traps.enabled (or $node (and (eq .Values.kind "StatefulSet") (gt (int .Values.shards) 1))) -}}
{{- fail "traps.enabled needs kind Deployment, or a StatefulSet with shards 1: a trap would reach an Argus that does not know the device" -}}
{{- end -}}
{{- if and $node (or .Values.probes .Values.scrapeConfigs) -}}
{{- fail "probes and scrapeConfigs need kind Deployment or StatefulSet: the Argus of a DaemonSet are for their own nodes, see podMonitor" -}}
{{- end -}}
{{- if and $node .Values.serviceMonitor.enabled -}}
{{- fail "serviceMonitor.enabled needs kind Deployment or StatefulSet; a DaemonSet has podMonitor" -}}
{{- end -}}
{{- if and (not $node) (or .Values.podMonitor.enabled .Values.hostNetwork .Values.persistence.hostPath) -}}
{{- fail "podMonitor.enabled, hostNetwork and persistence.hostPath need kind DaemonSet" -}}
{{- end -}}
{{- if and (ne .Values.kind "Deployment") .Values.persistence.existingClaim -}}
{{- fail "persistence.existingClaim needs kind Deployment: the file belongs to one Argus" -}}
{{- end -}}
{{- if and .Values.existingConfigMap .Values.config -}}
{{- fail "existingConfigMap and config: only one of the two can be Argus' configuration" -}}
{{- end -}}
{{- /* A value that is null is not in the schema's hands, and a rule of a NetworkPolicy without peers is for everybody. */ -}}
{{- if and .Values.networkPolicy.enabled (not (and .Values.networkPolicy.from .Values.networkPolicy.ports)) -}}
{{- fail "networkPolicy.from and networkPolicy.ports: an empty list would let everybody in, and Argus out to everything" -}}
{{- end -}}
{{- end }}
