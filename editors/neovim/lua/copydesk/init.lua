--- What the commands do.
local M = {}

--- The client of this buffer; nil, with a notification, if there is none.
local function client()
  local found = vim.lsp.get_clients({ bufnr = 0, name = 'copydesk' })[1]
  if not found then
    vim.notify('copydesk does not serve this buffer; :checkhealth copydesk says why', vim.log.levels.WARN)
  end
  return found
end

--- Applies every safe fix in this buffer.
function M.fix_all()
  if client() then
    vim.lsp.buf.code_action({ context = { only = { 'source.fixAll.copydesk' }, diagnostics = {} }, apply = true })
  end
end

--- Formats the citations of this buffer in the house style.
function M.format()
  local found = client()
  if found then
    vim.lsp.buf.format({ id = found.id })
  end
end

--- The rule that reports a finding at the cursor.
local function rule_here()
  local line, column = unpack(vim.api.nvim_win_get_cursor(0))
  for _, finding in ipairs(vim.diagnostic.get(0, { lnum = line - 1 })) do
    local covers = finding.col <= column and column <= finding.end_col
    if finding.source == 'copydesk' and (covers or finding.end_lnum > finding.lnum) then
      return finding.code
    end
  end
end

--- Shows the page of a rule: the named one, or the one that reports a finding at the cursor.
function M.explain(named)
  local found, rule = client(), named or rule_here()
  if not found then
    return
  end
  if not rule then
    vim.notify('there is no copydesk finding at the cursor', vim.log.levels.INFO)
    return
  end
  local answer, failed = found:request_sync('copydesk/explain', { rule = rule }, 5000, 0)
  if not answer or answer.err or answer.result == vim.NIL then
    vim.notify(failed or 'copydesk does not know this rule', vim.log.levels.ERROR)
    return
  end
  local lines = vim.split(vim.trim(answer.result), '\n')
  vim.lsp.util.open_floating_preview(lines, 'markdown', { border = 'rounded', focus_id = 'copydesk-explain' })
end

--- Fills a buffer named `copydesk-record://actor/al-shabaab.toml?file:///desk/a.md` with the record: kind, id, document.
function M.show_record(buffer)
  local what, id, document = vim.api.nvim_buf_get_name(buffer):match('^copydesk%-record://(%a+)/(.-)%.toml%?(.*)$')
  local uri = vim.uri_decode(document or '')
  local record
  for _, found in ipairs(vim.lsp.get_clients({ bufnr = vim.uri_to_bufnr(uri), name = 'copydesk' })) do
    local params = { textDocument = { uri = uri }, what = what, id = id }
    local answer = found:request_sync('copydesk/listed', params, 5000, 0)
    record = record or (answer and answer.result ~= vim.NIL and answer.result)
  end
  -- The buffer has no file, so no server attaches to it.
  vim.bo[buffer].buftype = 'nofile'
  vim.bo[buffer].swapfile = false
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(vim.trim(record or '# copydesk knows no such record any more.'), '\n'))
  vim.bo[buffer].modifiable = false
  vim.bo[buffer].filetype = 'toml'
end

--- Stops the server and starts it again.
function M.restart()
  local buffers = {}
  for _, running in ipairs(vim.lsp.get_clients({ name = 'copydesk' })) do
    vim.list_extend(buffers, vim.tbl_keys(running.attached_buffers))
    running:stop()
  end
  vim.wait(2000, function()
    return #vim.lsp.get_clients({ name = 'copydesk' }) == 0
  end, 20)
  vim.lsp.enable('copydesk', false)
  vim.lsp.enable('copydesk', true)
  for _, buffer in ipairs(buffers) do
    if vim.api.nvim_buf_is_valid(buffer) then
      vim.api.nvim_exec_autocmds('FileType', { buffer = buffer, group = 'nvim.lsp.enable' })
    end
  end
end

--- Neovim 0.11 inserts only what precedes the first space of an edit (`October` of `October 5`); this makes it insert all.
local function whole(item)
  local is_plain = item.insertTextFormat ~= vim.lsp.protocol.InsertTextFormat.Snippet
  return is_plain and item.textEdit and { word = item.textEdit.newText } or {}
end

--- Completes as you type, with placeholders to fill in, in a buffer that the server is attached to.
function M.complete(client_id, buffer)
  if not vim.lsp.completion then
    return
  end
  -- Words are inserted when chosen, not when shown. An option that the user has set is kept.
  if not vim.api.nvim_get_option_info2('completeopt', {}).was_set then
    vim.bo[buffer].completeopt = 'menuone,noselect,popup'
  end
  vim.lsp.completion.enable(true, client_id, buffer, { autotrigger = true, convert = whole })
end

--- Asks the server about the document in this buffer; returns the answer, or nil with a notification of what went wrong.
local function ask(method, params)
  local found = client()
  if not found then
    return nil
  end
  params.textDocument = { uri = vim.uri_from_bufnr(0) }
  local answer, failed = found:request_sync(method, params, 5000, 0)
  if not answer or answer.err or answer.result == vim.NIL then
    vim.notify(failed or (answer and answer.err and answer.err.message) or 'copydesk gave no answer', vim.log.levels.WARN)
    return nil
  end
  return answer.result, found
end

--- The range at the cursor.
local function here(found)
  local range = vim.lsp.util.make_range_params(0, found.offset_encoding).range
  -- In insert mode, typed text goes after the last letter.
  if vim.fn.mode():sub(1, 1) ~= 'i' and vim.fn.mode():sub(1, 1) ~= 'v' then
    return { start = range.start, ['end'] = range.start }
  end
  return range
end

--- Replaces a range with a snippet and its placeholders.
function M.insert_snippet(range, snippet, encoding)
  vim.lsp.util.apply_text_edits({ { range = range, newText = '' } }, vim.api.nvim_get_current_buf(), encoding)
  local line = vim.api.nvim_buf_get_lines(0, range.start.line, range.start.line + 1, false)[1] or ''
  local column = vim.str_byteindex(line, encoding, range.start.character, false)
  vim.api.nvim_win_set_cursor(0, { range.start.line + 1, column })
  -- The cursor can be after the last letter only in insert mode.
  if column >= #line then
    vim.cmd('startinsert!')
  else
    vim.cmd('startinsert')
  end
  vim.schedule(function()
    vim.api.nvim_win_set_cursor(0, { range.start.line + 1, column })
    vim.snippet.expand(snippet)
  end)
end

--- Inserts the citation of an address, by default the one in the clipboard or the unnamed register.
function M.cite(address)
  local found = client()
  if not found then
    return
  end
  address = vim.trim(address ~= '' and address or vim.fn.getreg('+'))
  if not address:match('^https?://%S+$') then
    address = vim.trim(vim.fn.getreg('"'))
  end
  local range = here(found)
  -- In normal mode, the citation goes after the letter under the cursor, as with `p`.
  if vim.fn.mode() == 'n' then
    local line, column = vim.api.nvim_get_current_line(), vim.api.nvim_win_get_cursor(0)[2]
    local after = math.min(column + math.max(1, vim.str_utf_end(line .. ' ', column + 1) + 1), #line)
    local character = vim.str_utfindex(line, found.offset_encoding, after, false)
    local place = { line = range.start.line, character = character }
    range = { start = place, ['end'] = place }
  end
  local cited = ask('copydesk/citation', { range = range, address = address })
  if not cited then
    return
  end
  if cited.also and cited.also ~= vim.NIL then
    -- A note: its reference and its definition, as one edit.
    local mark = { range = cited.range, newText = cited.text }
    vim.lsp.util.apply_text_edits({ mark, cited.also }, vim.api.nvim_get_current_buf(), found.offset_encoding)
  elseif cited.snippet and cited.snippet ~= vim.NIL then
    M.insert_snippet(cited.range, cited.snippet, found.offset_encoding)
  else
    vim.notify(cited.refused, vim.log.levels.INFO)
  end
end

--- What the last record changed: its files, each with its lines before and after, and the folders created for them.
local last

--- The lines of a file; nil if there is none.
local function lines_of(path)
  return vim.fn.filereadable(path) == 1 and vim.fn.readfile(path) or nil
end

--- The parent folders of a file that do not exist yet, innermost first.
local function missing_folders(path)
  local missing = {}
  for folder in vim.fs.parents(path) do
    if vim.fn.isdirectory(folder) == 1 then
      break
    end
    table.insert(missing, folder)
  end
  return missing
end

--- Undoes the last record that was added, unless its files have changed since.
function M.undo_add()
  if not last then
    return vim.notify('copydesk has added no record here', vim.log.levels.INFO)
  end
  for _, file in ipairs(last.files) do
    if not vim.deep_equal(lines_of(file.path), file.after) then
      local name = vim.fn.fnamemodify(file.path, ':.')
      return vim.notify(('“%s” has changed since: remove the record there'):format(name), vim.log.levels.WARN)
    end
  end
  for _, file in ipairs(last.files) do
    local buffer = vim.fn.bufnr(file.path)
    if file.before then
      vim.fn.writefile(file.before, file.path)
    else
      vim.fn.delete(file.path)
    end
    if buffer ~= -1 and file.before then
      vim.cmd.checktime(buffer)
    elseif buffer ~= -1 then
      vim.api.nvim_buf_delete(buffer, { force = true })
    end
  end
  -- This deletes only empty folders.
  for _, folder in ipairs(last.folders) do
    vim.fn.delete(folder, 'd')
  end
  vim.notify(('“%s” was taken back'):format(last.name), vim.log.levels.INFO)
  last = nil
end

--- Writes the edits of a record, saves the files, and says what was written.
local function write(found, form, what)
  local added = ask('copydesk/addRecord', vim.tbl_extend('force', { what = what }, form))
  if not added then
    return
  end
  if not added.edit or added.edit == vim.NIL then
    vim.notify(added.refused, vim.log.levels.WARN)
    return M.fill(found, form, what)
  end
  local written = { name = form.name, files = {}, folders = {} }
  local paths = {}
  for _, change in ipairs(added.edit.documentChanges or {}) do
    local path = vim.uri_to_fname(change.uri or change.textDocument.uri)
    if not vim.list_contains(paths, path) then
      table.insert(paths, path)
      table.insert(written.files, { path = path, before = lines_of(path) })
      vim.list_extend(written.folders, missing_folders(path))
    end
  end
  vim.lsp.util.apply_workspace_edit(added.edit, found.offset_encoding)
  -- Other bulletins are checked against the files, so save them.
  for _, file in ipairs(written.files) do
    vim.api.nvim_buf_call(vim.fn.bufadd(file.path), function()
      vim.cmd('silent! write! ++p')
    end)
    file.after = lines_of(file.path)
  end
  last = written
  local list = vim.fn.fnamemodify(vim.uri_to_fname(added.list), ':.')
  vim.notify(('“%s” was added to %s; :CopydeskUndoAdd takes it back'):format(form.name, list), vim.log.levels.INFO)
end

--- The form: the first line writes the record, and each other line is a field that can be changed.
function M.fill(found, form, what)
  local short = what == 'actor' and { field = 'abbreviation', label = 'Short form' } or { field = 'host', label = 'Host' }
  local lines = {
    { label = ('Add this %s to the house’s list'):format(what) },
    { field = 'name', label = 'Name' },
    { field = 'kind', label = 'Kind' },
    short,
  }
  local function shown(line)
    return line.field and ('%s: %s'):format(line.label, form[line.field] ~= '' and form[line.field] or '—') or line.label
  end
  vim.ui.select(lines, { prompt = ('New %s'):format(what), format_item = shown }, function(line)
    if not line then
      return
    elseif not line.field then
      return write(found, form, what)
    elseif line.field == 'kind' then
      return vim.ui.select(form.kinds, { prompt = ('What is “%s”?'):format(form.name) }, function(kind)
        form.kind = kind or form.kind
        M.fill(found, form, what)
      end)
    end
    vim.ui.input({ prompt = line.label .. ': ', default = form[line.field] }, function(value)
      form[line.field] = value or form[line.field]
      M.fill(found, form, what)
    end)
  end)
end

--- Adds the name at the cursor, or in a range, to the house's lists.
function M.add(range, what)
  local found = client()
  if not found then
    return
  end
  local looked = ask('copydesk/record', { range = range or here(found), what = what })
  if not looked then
    return
  end
  local form = looked.form ~= vim.NIL and looked.form or nil
  if #looked.near == 0 then
    if not form then
      return vim.notify(looked.message, vim.log.levels.INFO)
    end
    return M.fill(found, form, looked.what)
  end
  local choices = vim.list_extend({}, looked.near)
  if form then
    table.insert(choices, { title = ('Add “%s” anyway'):format(looked.name) })
  end
  local function title(choice)
    return choice.title
  end
  vim.ui.select(choices, { prompt = looked.message, format_item = title }, function(choice)
    if choice and choice.edit then
      vim.lsp.util.apply_workspace_edit(choice.edit, found.offset_encoding)
    elseif choice then
      M.fill(found, form, looked.what)
    end
  end)
end

--- The commands that the server's actions may run here, by name.
M.commands = {
  ['copydesk.addRecord'] = function(command)
    M.add(command.arguments[2], command.arguments[3])
  end,
  ['copydesk.insertSnippet'] = function(command, context)
    local found = vim.lsp.get_client_by_id(context.client_id)
    M.insert_snippet(command.arguments[2], command.arguments[3], found.offset_encoding)
  end,
  ['copydesk.explain'] = function(command)
    M.explain(command.arguments[1])
  end,
}

--- The oldest server that this plugin works with.
M.oldest = { 0, 1, 0 }

--- A program that was found to be new enough, so that it is asked only once.
local fit

--- Notifies once if the server cannot be started, and returns why; nil if it can.
function M.missing()
  local config = vim.lsp.config.copydesk
  local program = config and type(config.cmd) == 'table' and config.cmd[1]
  if M.told or not program or program == fit then
    return M.told
  end
  if vim.fn.executable(program) ~= 1 then
    M.told = ('the program “%s” was not found: %s'):format(program, M.advice)
  else
    local done = vim.system({ program, '--version' }, { text = true }):wait(5000)
    local version = done.code == 0 and vim.version.parse(done.stdout or '')
    if not version then
      M.told = ('“%s” does not say its version: is it copydesk?'):format(program)
    elseif vim.version.lt(version, M.oldest) then
      M.told = ('copydesk %s is too old for this plugin: %s'):format(version, M.advice)
    else
      fit = program
    end
  end
  if M.told then
    vim.notify('copydesk: ' .. M.told, vim.log.levels.ERROR)
  end
  return M.told
end

--- What to do if the server is missing or too old: the command in the README.
M.advice = 'install it with “cargo install --locked --path .” in the folder of copydesk, so that it is on the PATH'

--- Opens the log.
function M.log()
  vim.cmd.tabnew(vim.lsp.log.get_filename())
end

return M
