--- What the commands do.
local M = {}

--- The client of this buffer, or nil with a word about it.
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

--- Brings the citations of this buffer to house form.
function M.format()
  local found = client()
  if found then
    vim.lsp.buf.format({ id = found.id })
  end
end

--- The rule that speaks at the cursor.
local function rule_here()
  local line, column = unpack(vim.api.nvim_win_get_cursor(0))
  for _, finding in ipairs(vim.diagnostic.get(0, { lnum = line - 1 })) do
    local covers = finding.col <= column and column <= finding.end_col
    if finding.source == 'copydesk' and (covers or finding.end_lnum > finding.lnum) then
      return finding.code
    end
  end
end

--- Shows the page of a rule: the one that is named, else the one that speaks at the cursor.
function M.explain(named)
  local found, rule = client(), named or rule_here()
  if not found then
    return
  end
  if not rule then
    vim.notify('no finding of copydesk stands here', vim.log.levels.INFO)
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

--- Stops the server and starts it anew.
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

--- Completes as one types, with places to fill in; for a buffer that the server has taken up.
function M.complete(client_id, buffer)
  if not vim.lsp.completion then
    return
  end
  -- Words are put in when chosen, not when shown; who has set the option otherwise keeps it.
  if not vim.api.nvim_get_option_info2('completeopt', {}).was_set then
    vim.bo[buffer].completeopt = 'menuone,noselect,popup'
  end
  vim.lsp.completion.enable(true, client_id, buffer, { autotrigger = true })
end

--- Asks the server about the document in this buffer; the answer, or nil with a word about what went wrong.
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

--- The range of the cursor.
local function here(found)
  local range = vim.lsp.util.make_range_params(0, found.offset_encoding).range
  -- In insert mode what is typed goes behind the last letter.
  if vim.fn.mode():sub(1, 1) ~= 'i' and vim.fn.mode():sub(1, 1) ~= 'v' then
    return { start = range.start, ['end'] = range.start }
  end
  return range
end

--- Puts a snippet in the place of a range, with its places to fill in.
function M.insert_snippet(range, snippet, encoding)
  vim.lsp.util.apply_text_edits({ { range = range, newText = '' } }, vim.api.nvim_get_current_buf(), encoding)
  local line = vim.api.nvim_buf_get_lines(0, range.start.line, range.start.line + 1, false)[1] or ''
  local column = vim.str_byteindex(line, encoding, range.start.character, false)
  vim.api.nvim_win_set_cursor(0, { range.start.line + 1, column })
  -- Behind the last letter there is a place in insert mode only.
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

--- Inserts the citation of an address, by default of the one in the clipboard or the unnamed register.
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
  -- In normal mode the citation goes behind the letter under the cursor, as `p` puts text.
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
  if cited.snippet and cited.snippet ~= vim.NIL then
    M.insert_snippet(cited.range, cited.snippet, found.offset_encoding)
  else
    vim.notify(cited.refused, vim.log.levels.INFO)
  end
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
  vim.lsp.util.apply_workspace_edit(added.edit, found.offset_encoding)
  -- Other bulletins are checked against the files, so these are saved.
  for _, change in ipairs(added.edit.documentChanges or {}) do
    local uri = change.uri or change.textDocument.uri
    vim.api.nvim_buf_call(vim.uri_to_bufnr(uri), function()
      vim.cmd('silent! write! ++p')
    end)
  end
  local list = vim.fn.fnamemodify(vim.uri_to_fname(added.list), ':.')
  vim.notify(('“%s” was added to %s; u in that file undoes it'):format(form.name, list), vim.log.levels.INFO)
end

--- The form: each line is a field that can be changed, the first writes the record.
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

--- Adds what stands at the cursor, or at a range, to the house's lists.
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
    table.insert(choices, { title = ('Add “%s” all the same'):format(looked.name) })
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

--- What the server may ask of this editor, by the names in its actions.
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

--- The oldest server that this plugin knows how to speak with.
M.oldest = { 0, 1, 0 }

--- Says it once where the server cannot be started; nothing where it can.
function M.missing()
  local config = vim.lsp.config.copydesk
  local program = config and type(config.cmd) == 'table' and config.cmd[1]
  if M.told or not program then
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
    end
  end
  if M.told then
    vim.notify('copydesk: ' .. M.told, vim.log.levels.ERROR)
  end
  return M.told
end

--- What to do where the server is missing or too old: the command of the README.
M.advice = 'install it with “cargo install --locked --path .” in the folder of copydesk, so that it is on the PATH'

--- Opens the log.
function M.log()
  vim.cmd.tabnew(vim.lsp.log.get_filename())
end

return M
